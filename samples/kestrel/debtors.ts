/** A customer of Kestrel Supplies with the pence owed: current, 30, 60, 90 days, older. */
export type Debtor = readonly [code: string, name: string, bucketPence: readonly number[]];

export const debtors: readonly Debtor[] = [
  ['0112', 'Abbots Lane Joinery', [1_691_58, 884_27, 373_85, 172_97, 0]],
  ['0140', 'Ashdown Fencing', [2_314_07, 0, 0, 0, 0]],
  ['0205', 'Barrow Hill Estates', [7_258_18, 0, 0, 0, 0]],
  ['0231', 'Bellamy & Sons', [4_288_59, 0, 0, 0, 0]],
  ['0308', 'Carrick Roofing', [3_029_83, 1_645_11, 655_39, 0, 0]],
  ['0344', 'Chalk Farm Lettings', [2_882_49, 0, 0, 0, 0]],
  ['0417', 'Denholm Builders', [6_837_93, 1_301_29, 244_48, 617_44, 469_79]],
  ['0502', 'Elmwood Kitchens', [20_925_94, 3_078_32, 0, 0, 0]],
  ['0619', 'Fenwick Plumbing', [16_090_54, 0, 0, 0, 0]],
  ['0703', 'Greyfriars Trust', [1_930_92, 154_43, 283_13, 0, 100_32]],
  ['0811', 'Hollin Bank School', [8_427_13, 0, 0, 0, 0]],
  ['0826', 'Hurst Developments', [3_491_13, 1_099_86, 167_40, 0, 0]],
  ['0904', 'Keswick Timber', [2_519_58, 0, 0, 61_01, 0]],
  ['1007', 'Larkspur Homes', [21_474_43, 8_289_39, 0, 0, 1_956_89]],
  ['1113', 'Mayfield Interiors', [17_810_68, 0, 0, 0, 0]],
  ['1202', 'Norbury Glass', [4_096_29, 2_714_78, 697_80, 304_28, 565_97]],
  ['1306', 'Orchard Vale Cider', [9_288_92, 5_408_63, 949_35, 0, 760_15]],
  ['1409', 'Penrose Heating', [1_927_65, -169_53, 306_75, 0, 0]],
  ['1501', 'Redgate Motors', [3_974_91, 0, 0, 617_90, 0]],
  ['1610', 'Sandiford Paving', [7_419_20, 2_555_83, 667_41, 363_06, 0]],
  ['1704', 'Thornley Electrics', [23_082_57, 0, 0, 2_073_22, 0]],
  ['1815', 'Westgate Council', [3_519_30, 1_131_69, 551_10, 0, 0]],
];
