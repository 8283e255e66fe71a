import type { AssetClass } from '../draw/asset-rows.ts';

/** Book values of Orchard Vale Cider in whole pounds, as they truly are. */
export const fixedAssets: readonly AssetClass[] = [
  {
    name: '',
    assets: [
      { name: 'Freehold land', opening: 640_000, additions: 0, disposals: 0, depreciation: 0 },
      { name: 'Buildings', opening: 1_486_200, additions: 38_450, disposals: 0, depreciation: -74_310 },
      {
        name: 'Pressing line',
        opening: 512_760,
        additions: 21_900,
        disposals: -6_400,
        depreciation: -73_251,
      },
      { name: 'Bottling line', opening: 348_115, additions: 0, disposals: 0, depreciation: -49_731 },
      {
        name: 'Tractors and vehicles',
        opening: 176_430,
        additions: 64_280,
        disposals: -18_750,
        depreciation: -44_108,
      },
      { name: 'Office furniture', opening: 42_870, additions: 3_960, disposals: 0, depreciation: -8_574 },
      { name: 'Computers', opening: 141_905, additions: 57_880, disposals: -9_140, depreciation: -61_250 },
    ],
  },
];

/** The planted misprint: its row and its column both need the true figure, so this one cell explains both. */
export const misprint = {
  asset: 'Computers',
  column: 'Additions',
  printed: '57,830',
  true: '57,880',
} as const;
