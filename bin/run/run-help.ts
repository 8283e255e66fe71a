/** What `ledgerlift run --help` prints. */
export const runHelp = `ledgerlift run FILE... [options]

Lifts the schedules of each PDF into a file of its own; a folder stands for the PDFs in it. Several files are lifted side
by side and reported in the order they were named.

  -o OUT               the file to write, or a folder; - for stdout (the report then goes to stderr). Not given: out/
  --format FORMAT      xlsx (default), csv (a zip for several schedules), json, or pdf: the original with its scans searchable
  --pages 2-9,12       only these pages are read, charged and searched
  --pick 1,3           only these schedules are exported, by the numbers that the report has
  --max-cost 5         dollars a file may cost; beyond it nothing is read of it
  --together           all files into one: a workbook with a File column in Cells, csv as a zip with a folder for each file, json as
                       an array of what each file has alone; not pdf. Not given where to: out/together. A file that fails is
                       named in the workbook, and the others are in it
  --strict             asks for proof: see exit code 2
  --json               one JSON document about all files on stdout, and nothing else

Exit code, of several files the first that applies: 130 interrupted · 1 error · 3 over the cap or the budget · 2 under
--strict: a schedule that is exported is not proved ("nothing to prove" is no proof), none was found, or a page could not be
read · 0 ok. 64: wrong use.
Ctrl-C cancels: what was read by then is exported. A second one ends at once.`;
