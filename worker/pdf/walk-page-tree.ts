import type { FileText } from '#worker/pdf/file-text.ts';
import { indexObjects } from '#worker/pdf/index-objects.ts';
import type { PdfObject } from '#worker/pdf/index-objects.ts';

/** What the tree of pages holds, whatever its /Count entries say. */
export interface PageTree {
  /** Pages found; no more than one beyond the most that were asked for. */
  leafCount: number;
  /** Where the /Count values of its nodes stand in the file: offset and length of the digits. */
  counts: { offset: number; length: number }[];
  /** Whether all of its nodes stand in the file unpacked. */
  plain: boolean;
}

/** Walks the tree with the nodes on the way remembered, so that a circle ends; stops one page after `maxPages`. */
export function walkPageTree(file: FileText, maxPages: number): PageTree {
  const objects = indexObjects(file);
  const tree: PageTree = { leafCount: 0, counts: [], plain: true };
  const catalogue = objects.get(lastReference(file.matchAll(ROOT)));
  const root = lastReference(catalogue === undefined ? [] : [...catalogue.text.matchAll(PAGES)]);
  visit({ objects, tree, maxPages, stepsLeft: maxPages * 4 + 1000, onTheWay: new Set() }, root);
  return tree;
}

const ROOT = /\/Root\s+(\d+)\s+\d+\s+R/g;
const PAGES = /\/Pages\s+(\d+)\s+\d+\s+R/g;
const REFERENCE = /(\d+)\s+\d+\s+R/g;
const MOST_DEPTH = 100;

interface Walk {
  objects: Map<number, PdfObject>;
  tree: PageTree;
  maxPages: number;
  stepsLeft: number;
  onTheWay: Set<number>;
}

function visit(walk: Walk, number: number): void {
  const { objects, tree, onTheWay } = walk;
  walk.stepsLeft -= 1;
  const node = objects.get(number);
  const full = tree.leafCount > walk.maxPages || walk.stepsLeft < 0 || onTheWay.size > MOST_DEPTH;
  if (node === undefined || full || onTheWay.has(number)) return;
  const kids = kidsOf(objects, node);
  if (kids === undefined) {
    tree.leafCount += 1;
    return;
  }
  noteCount(tree, node);
  onTheWay.add(number);
  for (const kid of kids) visit(walk, kid);
  onTheWay.delete(number);
}

/** The numbers of a node's kids; undefined for a page. */
function kidsOf(objects: Map<number, PdfObject>, node: PdfObject): number[] | undefined {
  const inline = /\/Kids\s*\[([^\]]*)\]/.exec(node.text)?.[1];
  const elsewhere = /\/Kids\s+(\d+)\s+\d+\s+R/.exec(node.text)?.[1];
  const list = inline ?? (elsewhere === undefined ? undefined : (objects.get(Number(elsewhere))?.text ?? ''));
  return list === undefined ? undefined : [...list.matchAll(REFERENCE)].map((match) => Number(match[1]));
}

function noteCount(tree: PageTree, { text, start }: PdfObject): void {
  if (start === null) {
    tree.plain = false;
    return;
  }
  const count = /(\/Count\s*)([+-]?\d+)(?!\s+\d+\s+R)/.exec(text);
  if (count === null) return;
  const offset = start + count.index + (count[1] ?? '').length;
  tree.counts.push({ offset, length: (count[2] ?? '').length });
}

function lastReference(matches: RegExpExecArray[]): number {
  return Number(matches.at(-1)?.[1] ?? -1);
}
