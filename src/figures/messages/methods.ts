/** The formula of every figure in words and symbols, as reports and `explain` print it. Ids and symbols are the same in every language. */

import type { FigureId } from '../../domain/index.ts'
import type { Texts } from './language.ts'

const same = (text: string): Texts => [text, text, text]

export const METHODS: Readonly<Record<FigureId, Texts>> = {
  'energy.total': same('energy.indirect + energy.direct'),
  'energy.direct': [
    'sum over fuels of amount x <fuel>.ncv / 3600: gas m3 x gas.ncv MJ/m3 / 3600',
    '各燃料用量 x <fuel>.ncv / 3600 之和:天然气 m3 x gas.ncv MJ/m3 / 3600',
    '各燃料用量 x <fuel>.ncv / 3600 之和:天然氣 m3 x gas.ncv MJ/m3 / 3600',
  ],
  'energy.indirect': [
    'sum of purchased electricity (and heat) kWh / 1000',
    '外购电力(及热力)kWh 之和 / 1000',
    '外購電力(及熱力)kWh 之和 / 1000',
  ],
  'ghg.total': same('ghg.scope1 + ghg.scope2'),
  'ghg.scope1': [
    'sum over fuels of MWh x <fuel>.co2e (or (<fuel>.co2 + <fuel>.ch4 x gwp.ch4 + <fuel>.n2o x gwp.n2o) x 0.0036 / 1000) + refrigerant kg x <refrigerant>.gwp / 1000',
    '各燃料 MWh x <fuel>.co2e(或 (<fuel>.co2 + <fuel>.ch4 x gwp.ch4 + <fuel>.n2o x gwp.n2o) x 0.0036 / 1000)之和 + 制冷剂 kg x <refrigerant>.gwp / 1000',
    '各燃料 MWh x <fuel>.co2e(或 (<fuel>.co2 + <fuel>.ch4 x gwp.ch4 + <fuel>.n2o x gwp.n2o) x 0.0036 / 1000)之和 + 製冷劑 kg x <refrigerant>.gwp / 1000',
  ],
  'ghg.scope2': [
    'sum over sites and months of electricity MWh x grid.co2 of the site, location-based; heat MWh x heat.co2e',
    '各场所各月电力 MWh x 该场所的 grid.co2 之和(基于位置);热力 MWh x heat.co2e',
    '各場所各月電力 MWh x 該場所的 grid.co2 之和(基於位置);熱力 MWh x heat.co2e',
  ],
  'water.total': same('water.tap + water.reclaimed + water.rain'),
  'water.tap': ['sum of tap water m3 x water.density', '自来水 m3 之和 x water.density', '自來水 m3 之和 x water.density'],
  'water.reclaimed': ['sum of reclaimed water m3 x water.density', '中水 m3 之和 x water.density', '中水 m3 之和 x water.density'],
  'energy.per-person': ['energy / mean of month-end head counts', '能源 / 各月末人数的平均值', '能源 / 各月末人數的平均值'],
  'ghg.per-area': ['greenhouse gas / time-weighted floor area', '温室气体 / 按时间加权的建筑面积', '溫室氣體 / 按時間加權的建築面積'],
  'water.per-person': ['water / mean of month-end head counts', '用水 / 各月末人数的平均值', '用水 / 各月末人數的平均值'],
  'shops.energy.per-area': [
    'energy of shops / time-weighted floor area',
    '商铺能源 / 按时间加权的建筑面积',
    '商舖能源 / 按時間加權的建築面積',
  ],
  'shops.ghg.per-area': [
    'greenhouse gas of shops / time-weighted floor area',
    '商铺温室气体 / 按时间加权的建筑面积',
    '商舖溫室氣體 / 按時間加權的建築面積',
  ],
  'waste.hazardous': ['sum of waste.hazardous', 'waste.hazardous 之和', 'waste.hazardous 之和'],
  'waste.hazardous.per-person': [
    'waste.hazardous x 1000 / mean of month-end head counts',
    'waste.hazardous x 1000 / 各月末人数的平均值',
    'waste.hazardous x 1000 / 各月末人數的平均值',
  ],
  'waste.non-hazardous': [
    'sum of waste.non-hazardous + sum of food-waste',
    'waste.non-hazardous 之和 + food-waste 之和',
    'waste.non-hazardous 之和 + food-waste 之和',
  ],
  'waste.non-hazardous.per-person': [
    'waste.non-hazardous / mean of month-end head counts',
    'waste.non-hazardous / 各月末人数的平均值',
    'waste.non-hazardous / 各月末人數的平均值',
  ],
  'food-waste.treated': ['sum of food-waste', 'food-waste 之和', 'food-waste 之和'],
  'food-waste.fertiliser': ['sum of fertiliser', 'fertiliser 之和', 'fertiliser 之和'],
  'savings.energy': [
    'sum over loads and months of W at full output x baseline hours / 1000 - metered kWh',
    '各负荷各月(满负荷功率 W x 基线小时 / 1000 - 计量 kWh)之和',
    '各負荷各月(滿負荷功率 W x 基線小時 / 1000 - 計量 kWh)之和',
  ],
  'savings.ghg': [
    'sum over sites and months of savings.energy / 1000 x grid.co2 of the site',
    '各场所各月 savings.energy / 1000 x 该场所的 grid.co2 之和',
    '各場所各月 savings.energy / 1000 x 該場所的 grid.co2 之和',
  ],
  'solar.hot-water': [
    'sum of solar hot water m3 x water.density',
    '太阳能热水 m3 之和 x water.density',
    '太陽能熱水 m3 之和 x water.density',
  ],
  'solar.share': [
    '100 x solar hot water / all hot water, by mass',
    '100 x 太阳能热水 / 全部生活热水(按质量)',
    '100 x 太陽能熱水 / 全部生活熱水(按質量)',
  ],
  'solar.hot-water.summer-day': [
    'mean of the days of the season `summer` with a draw',
    '季节 `summer` 中有用水的各日的平均值',
    '季節 `summer` 中有用水的各日的平均值',
  ],
  'solar.hot-water.winter-day': [
    'mean of the days of the season `winter` with a draw',
    '季节 `winter` 中有用水的各日的平均值',
    '季節 `winter` 中有用水的各日的平均值',
  ],
  'solar.irradiation': ['mean over days of irradiance x time', '各日(辐照度 x 时间)的平均值', '各日(輻照度 x 時間)的平均值'],
  'water.non-traditional-share': same('100 x (water.reclaimed + water.rain) / water.total'),
  'energy.total.tce': [
    'sum of electricity kWh x tce.electricity / 1000 + heat and fuel MJ x tce.heat / 1000 (a fuel by <fuel>.tce where there is a row)',
    '电力 kWh x tce.electricity / 1000 + 热力与燃料 MJ x tce.heat / 1000 之和(燃料有 <fuel>.tce 时用之)',
    '電力 kWh x tce.electricity / 1000 + 熱力與燃料 MJ x tce.heat / 1000 之和(燃料有 <fuel>.tce 時用之)',
  ],
  'ghg.scope2.market': [
    'sum over sites of instrument MWh x its factor + (electricity MWh - instrument MWh) x grid.residual (or grid.co2); heat MWh x heat.co2e',
    '各场所凭证 MWh x 其因子 + (电力 MWh - 凭证 MWh) x grid.residual(或 grid.co2)之和;热力 MWh x heat.co2e',
    '各場所憑證 MWh x 其因子 + (電力 MWh - 憑證 MWh) x grid.residual(或 grid.co2)之和;熱力 MWh x heat.co2e',
  ],
  'air.nox': [
    'sum over fuels of MWh x 3.6 x <fuel>.nox / 1000',
    '各燃料 MWh x 3.6 x <fuel>.nox / 1000 之和',
    '各燃料 MWh x 3.6 x <fuel>.nox / 1000 之和',
  ],
  'air.sox': [
    'sum over fuels of MWh x 3.6 x <fuel>.sox / 1000',
    '各燃料 MWh x 3.6 x <fuel>.sox / 1000 之和',
    '各燃料 MWh x 3.6 x <fuel>.sox / 1000 之和',
  ],
  'air.pm': [
    'sum over fuels of MWh x 3.6 x <fuel>.pm / 1000',
    '各燃料 MWh x 3.6 x <fuel>.pm / 1000 之和',
    '各燃料 MWh x 3.6 x <fuel>.pm / 1000 之和',
  ],
  'electricity.maximum-demand': [
    'greatest over quarters of an hour of the sum over main meters of kWh x 4',
    '各总表 15 分钟 kWh 之和 x 4 的最大值',
    '各總錶 15 分鐘 kWh 之和 x 4 的最大值',
  ],
  'electricity.cost': [
    'sum over sites and months of kWh x price + maximum demand kW x price + fixed',
    '各场所各月(kWh x 电价 + 最大需量 kW x 单价 + 固定费)之和',
    '各場所各月(kWh x 電價 + 最大需量 kW x 單價 + 固定費)之和',
  ],
  'gas.cost': [
    'sum over sites and months of m3 x price + fixed',
    '各场所各月(m3 x 单价 + 固定费)之和',
    '各場所各月(m3 x 單價 + 固定費)之和',
  ],
  'water.cost': [
    'sum over sources, sites and months of m3 x price + fixed',
    '各水源各场所各月(m3 x 单价 + 固定费)之和',
    '各水源各場所各月(m3 x 單價 + 固定費)之和',
  ],
  'water.rain': ['sum of rain water m3 x water.density', '雨水 m3 之和 x water.density', '雨水 m3 之和 x water.density'],
  'water.balance': [
    'sum over inlets with meters below them of inlet m3 - sum of the meters below',
    '有分表的各总表 m3 - 其分表 m3 之和',
    '有分錶的各總錶 m3 - 其分錶 m3 之和',
  ],
  'water.balance.share': [
    '100 x water.balance / m3 of the same inlets',
    '100 x water.balance / 相同总表的 m3',
    '100 x water.balance / 相同總錶的 m3',
  ],
  'solar.heat': [
    'sum of solar heat kWh / 1000; without a heat meter: flow m3 x (outlet - inlet) K x solar.fluid.density x solar.fluid.heat-capacity / 3600',
    '太阳能集热量 kWh 之和 / 1000;无热量表时:流量 m3 x (出口 - 进口)K x solar.fluid.density x solar.fluid.heat-capacity / 3600',
    '太陽能集熱量 kWh 之和 / 1000;無熱量錶時:流量 m3 x (出口 - 進口)K x solar.fluid.density x solar.fluid.heat-capacity / 3600',
  ],
  'solar.hot-water.heat-equivalent': [
    'sum over months of solar heat kWh / (hot-water.heat-capacity x (hot-water.temperature - cold water) x 1000 / 3600)',
    '各月太阳能集热量 kWh / (hot-water.heat-capacity x (hot-water.temperature - 冷水温度) x 1000 / 3600)之和',
    '各月太陽能集熱量 kWh / (hot-water.heat-capacity x (hot-water.temperature - 冷水溫度) x 1000 / 3600)之和',
  ],
  'solar.share.heat': [
    '100 x solar heat / (solar heat + auxiliary kWh x solar.auxiliary-efficiency)',
    '100 x 太阳能集热量 / (太阳能集热量 + 辅助加热 kWh x solar.auxiliary-efficiency)',
    '100 x 太陽能集熱量 / (太陽能集熱量 + 輔助加熱 kWh x solar.auxiliary-efficiency)',
  ],
  'solar.collector-efficiency': [
    '100 x solar heat / (collector area x irradiation), over the days on which both are known',
    '100 x 太阳能集热量 / (集热器面积 x 辐照量),仅计两者均已知的日子',
    '100 x 太陽能集熱量 / (集熱器面積 x 輻照量),僅計兩者均已知的日子',
  ],
  'dc.pue': ['facility kWh / IT kWh', '数据中心总用电 kWh / IT 用电 kWh', '數據中心總用電 kWh / IT 用電 kWh'],
  'dc.ups-efficiency': ['100 x kWh out of the UPS / kWh into it', '100 x UPS 输出 kWh / UPS 输入 kWh', '100 x UPS 輸出 kWh / UPS 輸入 kWh'],
  'dc.free-cooling-hours': [
    'sum of the time in which the cooling mode is `free`',
    '冷却模式为 `free` 的时间之和',
    '冷卻模式為 `free` 的時間之和',
  ],
}
