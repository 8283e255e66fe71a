import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors.ts';

/** What one preview has to itself. */
export interface PreviewNames {
  /** Of a database, and so of the queue on PostgreSQL as well: letters, digits and `_`, 63 at most. */
  database: string;
  /** Begins every object key. */
  keyPrefix: string;
  /** A QUEUE_PREFIX. */
  queuePrefix: string;
}

/**
 * The names of a preview, of any text that tells it from others: a branch, or a pull request's number. The same text
 * gives the same names wherever it is asked, so that functions, workers and whoever drops it need to agree on nothing
 * else. A text that had to be changed or cut carries a digest, so that `Fix/A` and `fix-a` stay apart. Throws
 * `malformed-request` for an empty one.
 */
export function previewNames(name: string): PreviewNames {
  if (name.trim() === '')
    throw new AppError('malformed-request', 'Name the preview, after its branch for instance.');
  const slug = slugOf(name);
  return {
    database: `ledgerlift_preview_${slug.replaceAll('-', '_')}`,
    keyPrefix: `previews/${slug}/`,
    queuePrefix: `preview-${slug}`,
  };
}

/** A QUEUE_PREFIX has 31 characters, and `preview-` stands before. */
const longest = 23;
const digestLength = 8;
const endsLikeDigest = /(^|-)[0-9a-f]{8}$/;

function slugOf(name: string): string {
  const clean = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  // One that ends like a digest gets its own, or another text's names could be met with intent.
  if (clean === name && clean.length <= longest && !endsLikeDigest.test(clean)) return clean;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, digestLength);
  const kept = clean.slice(0, longest - digestLength - 1).replace(/-$/, '');
  return kept === '' ? digest : `${kept}-${digest}`;
}
