import { build, type BuildResult, type Metafile } from 'esbuild';
import { dirname, join, relative } from 'node:path';
import { siteFolders } from './site-folders.ts';

/** The files of the site: paths below its folder, with forward slashes, and their bytes. */
export type SiteFiles = Map<string, Uint8Array>;

/** Scripts and styles, minified, and esbuild's account of what they are made of. Throws what esbuild throws. */
export async function bundleSite(): Promise<{ files: SiteFiles; metafile: Metafile }> {
  const { source, built } = siteFolders;
  const result: BuildResult<{ metafile: true; write: false }> = await build({
    entryPoints: [join(source, 'main.tsx'), join(source, 'styles/main.css'), join(source, 'icon.svg')],
    outdir: built,
    absWorkingDir: dirname(source),
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    loader: { '.svg': 'copy' },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const files = result.outputFiles.map(({ path, contents }) => [nameOf(path, built), contents] as const);
  return { files: new Map(files), metafile: result.metafile };
}

function nameOf(path: string, built: string): string {
  return relative(built, path).replaceAll('\\', '/');
}
