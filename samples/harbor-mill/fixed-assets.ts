import type { AssetClass } from '../draw/asset-rows.ts';

/** Book values of Harbor Mill Foods in whole dollars; the closing ones are cost less depreciation in the trial balance. */
export const fixedAssets: readonly AssetClass[] = [
  {
    name: 'Land and buildings',
    assets: [
      { name: 'Land', opening: 1_250_000, additions: 0, disposals: 0, depreciation: 0 },
      { name: 'Buildings', opening: 4_812_300, additions: 215_400, disposals: 0, depreciation: -241_850 },
    ],
  },
  {
    name: 'Machinery and equipment',
    assets: [
      {
        name: 'Production line A',
        opening: 2_107_650,
        additions: 48_200,
        disposals: -12_500,
        depreciation: -301_095,
      },
      { name: 'Production line B', opening: 986_410, additions: 0, disposals: 0, depreciation: -140_916 },
      {
        name: 'Forklifts and vehicles',
        opening: 318_775,
        additions: 92_640,
        disposals: -41_300,
        depreciation: -79_694,
      },
    ],
  },
  {
    name: 'Furniture and IT',
    assets: [
      { name: 'Office furniture', opening: 84_120, additions: 6_310, disposals: 0, depreciation: -16_824 },
      { name: 'Computers', opening: 141_905, additions: 57_880, disposals: -9_140, depreciation: -61_250 },
    ],
  },
];
