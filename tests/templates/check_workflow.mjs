// Reads workflow files with GitHub's own parser; prints what it finds and fails on any error.
import { readFileSync } from "fs";
import { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } from "@actions/workflow-parser";

let failed = false;
for (const name of process.argv.slice(2)) {
  const content = readFileSync(name, "utf8");
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const template = value ? await convertWorkflowTemplate(context, value) : { errors: [] };
  const errors = [...context.errors.getErrors().map((e) => e.message), ...(template.errors ?? [])];
  failed ||= errors.length > 0;
  console.log(JSON.stringify({ name, errors, events: template.events }));
}
process.exit(failed ? 1 : 0);
