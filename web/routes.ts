import type { ComponentType } from 'preact';
import type { RouteParams } from './shell/match-route.ts';

export interface PageProps {
  params: RouteParams;
}

export interface Route {
  /** `:names` stand for one part of the path. A new page needs its address in netlify.toml too: a test says so. */
  pattern: string;
  /** `full`: the page draws its own header and main over the whole window. */
  frame: 'page' | 'full';
  /** Each page is a file of its own, fetched when it is first opened. */
  load(): Promise<ComponentType<PageProps>>;
}

/** Every page of the site. */
export const routes: readonly Route[] = [
  {
    pattern: '/jobs/:jobId/review',
    frame: 'full',
    load: async () => (await import('./review/review-route.tsx')).ReviewRoute,
  },
  {
    pattern: '/',
    frame: 'page',
    load: async () => (await import('./pages/job-list.tsx')).JobList,
  },
  {
    pattern: '/upload',
    frame: 'page',
    load: async () => (await import('./pages/upload-page.tsx')).UploadPage,
  },
  {
    pattern: '/cost',
    frame: 'page',
    load: async () => (await import('./pages/cost-page.tsx')).CostPage,
  },
  {
    pattern: '/signed-in',
    frame: 'page',
    load: async () => (await import('./sign-in/signed-in-page.tsx')).SignedInPage,
  },
  {
    pattern: '/jobs/:jobId',
    frame: 'page',
    load: async () => (await import('./pages/job-page.tsx')).JobPage,
  },
  {
    pattern: '/jobs/:jobId/export',
    frame: 'page',
    load: async () => (await import('./pages/export-page.tsx')).ExportPage,
  },
  {
    pattern: '/jobs/:jobId/audit',
    frame: 'page',
    load: async () => (await import('./pages/audit-page.tsx')).AuditPage,
  },
  {
    pattern: '/jobs/:jobId/delete',
    frame: 'page',
    load: async () => (await import('./pages/deletion-page.tsx')).DeletionPage,
  },
];
