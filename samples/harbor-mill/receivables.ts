/** A customer with the cents owed in each bucket of age: current, 1-30, 31-60, 61-90, over 90 days. */
export type Customer = readonly [code: string, name: string, bucketCents: readonly number[]];

/** Together they owe what account 1200 of the trial balance says. */
export const receivables: readonly Customer[] = [
  ['C1004', 'Alder Street Bakery', [76_596_39, 31_242_58, 0, 0, 0]],
  ['C1011', 'Bayfield Markets', [65_831_54, 29_487_85, 0, 2_652_36, 0]],
  ['C1019', 'Brightwater Foods', [97_184_43, 40_204_52, 18_165_63, 0, 0]],
  ['C1023', 'Cedar Grove Grocers', [67_849_08, 0, 0, 0, 0]],
  ['C1030', 'Copper Kettle Cafes', [176_861_60, 33_494_49, 30_337_90, 15_206_43, 9_245_85]],
  ['C1036', 'Dunmore School District', [100_648_50, 21_202_29, 3_441_43, 0, 0]],
  ['C1042', 'Eastport Wholesale', [21_111_46, 5_278_20, 0, 754_46, 0]],
  ['C1047', 'Fairlawn Supermarkets', [60_282_41, 17_975_22, 0, 0, 0]],
  ['C1055', 'Goldenrod Pantry', [117_063_26, 24_198_14, 12_282_72, 10_383_35, 0]],
  ['C1058', 'Hartwell Bread Company', [48_866_65, 24_082_01, 8_152_50, 4_823_50, 0]],
  ['C1066', 'Island Provisions', [85_661_76, 22_073_10, 0, 0, 4_682_42]],
  ['C1071', 'Juniper & Finch', [88_438_47, 23_153_20, 26_951_42, 0, 0]],
  ['C1080', 'Kingsway Distribution', [53_650_05, 0, 0, 2_828_74, 0]],
  ['C1084', 'Lakeshore Hospital Group', [118_992_53, 41_421_31, 5_752_99, 0, 0]],
  ['C1092', 'Marlow Brothers', [139_365_31, 0, -4_310_00, 0, 0]],
  ['C1097', 'Northfield Co-operative', [33_747_63, 7_548_24, 0, 0, 0]],
  ['C1103', 'Old Depot Pizza', [21_906_70, 8_644_89, 5_702_24, 867_02, 0]],
  ['C1110', 'Pinecrest Resorts', [44_466_24, 0, 0, 0, 1_168_59]],
  ['C1118', 'Quarry Road Foods', [50_977_08, 16_149_62, 2_505_75, 0, 2_711_26]],
  ['C1125', 'Riverbend Natural', [49_092_70, 16_563_52, 11_165_53, 3_377_18, 3_719_36]],
  ['C1131', 'Stonebridge Catering', [91_385_03, 6_929_56, 5_772_44, 0, 7_314_31]],
  ['C1140', 'Tidewater Stores', [9_330_81, 0, 0, 0, 0]],
];
