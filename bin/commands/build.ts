import { buildSite } from '../site/build-site.ts';
import { siteFolders } from '../site/site-folders.ts';
import { exitCode } from '../exit-code.ts';

/** `ledgerlift build`: the web pages, for whoever publishes them. `serve` sees to it by itself. */
export async function build(): Promise<number> {
  await buildSite();
  console.log(`The web pages are in ${siteFolders.built}`);
  return exitCode.ok;
}
