"""Places and teams that the Chinese dictionary has for other words, or has not, by name.

Facts of Taiwan's and Hong Kong's public registers; all in simplified characters.
"""

import re

_ORGANISATIONS = (
    "台积电 联电 中华电信? 鸿海 长荣 首尔 三重(?![奏唱点复大]|要求) 九份"
    " 十分(?<=[到去在往]..)(?![钟之满]) 欧盟 东协 世卫 路透社 板桥 金门 淡水(?![鱼河湖])"
    " 台中(?![央间心小型])(?<!舞台中) 彰化 南投(?![资入]) 台铁 台塑 时代力量 教育部 经济部 劳动部"
    " 环境部 文化部 中选会 金管会 公平会 疾管署 消防署 警政署 移民署 健保署 食药署 立法院 行政院"
    " 监察院 新北(?!投) 苗栗 嘉义 花莲 士林 凤山(?!寺) 左营 汐止"
)
_BEHIND = {
    "台大 成大 政大 清大 中大 师大 海大": (
        "(?<![完达造组形变丰赞]..)(?=医院|学生|教授|校长|校园|校方|团队|学者)"
    ),
    "台大 成大 政大": "(?<=[送到赴]..)(?![家多量批楼厅学会力])",
    "国泰 富邦 中信 玉山 兆丰 新光 永丰 元大 台新": "(?=金控|人寿|银行|证券|产险)",
    "万华 大安 信义 中山 松山 内湖 北投 文山 南港 大同 中正": "(?=区)",
}
"""Names that are such only beside other words."""
_TOWNS = (
    "瑞芳 石碇 乌来 莺歌 五股 三芝 杨梅 芦竹 八德 竹东 芎林 后龙 通霄 苑里 卓兰 铜锣 大甲"
    " 沙鹿 乌日 线西 伸港 花坛 埤头 芳苑 竹塘 草屯 鹿谷 中寮 西螺 古坑 莿桐 麦寮 褒忠 朴子"
    " 民雄 义竹 鹿草 番路 新营 柳营 麻豆 下营 学甲 七股 楠西 旗山 大寮 鸟松 燕巢 阿莲 路竹"
    " 茄萣 梓官 甲仙 那玛夏 麟洛 万峦 崁顶 佳冬 三地门 玛家 太麻里 鹿野 兰屿 达仁 秀林 万荣"
    " 卓溪 马公 金宁 烈屿 乌坵 南竿 北竿 东引 北投 楠梓 盐埕 前镇 旗津 苓雅"
)
_TOWNS_BY_RANK = (
    "双溪 平溪 中和 树林 林口 八里 石门 金山 万里 观音 大园 新屋 复兴 宝山 尖石 五峰 头份"
    " 公馆 头屋 三义 造桥 大里 太平 东势 清水 后里 潭子 新社 大肚 和平 员林 和美 北斗 田中"
    " 二林 秀水 大村 社头 二水 田尾 集集 名间 鱼池 国姓 水里 信义 仁爱 土库 大埤 林内 元长"
    " 口湖 水林 布袋 溪口 东石 水上 竹崎 梅山 盐水 后壁 官田 将军 新化 善化 安定 山上 玉井"
    " 左镇 仁德 归仁 关庙 林园 大树 仁武 大社 桥头 湖内 六龟 内门 桃源 万丹 长治 九如 里港"
    " 高树 新埤 林边 琉球 车城 雾台 泰武 来义 春日 狮子 牡丹 成功 大武 池上 绿岛 海端 金峰"
    " 凤林 玉里 光复 瑞穗 富里 头城 壮围 员山 五结 三星 大同 白沙 望安 七美 金沙 内湖 文山"
    " 三民 前金 新兴"
)
"""Other words than towns where nothing tells that they are some."""
_RANK = "(?=[乡镇市区]|交流道|分局|国小|国中|高中|车站)"
_OF_HONG_KONG = (
    "上环 金钟 跑马地 天后 炮台山 鲗鱼涌 西湾河 筲箕湾 杏花邨 小西湾 香港仔 鸭脷洲 薄扶林"
    " 赤柱 浅水湾 坚尼地城 西营盘 油麻地 旺角 太子 大角咀 深水埗 长沙湾 荔枝角 石硖尾 何文田"
    " 红磡 马头围 启德 钻石山 黄大仙 慈云山 乐富 横头磡 牛头角 观塘 蓝田 油塘 秀茂坪 顺利"
    " 彩虹 将军澳 坑口 宝琳 沙田 大围 火炭 粉岭 上水 古洞 沙头角 打鼓岭 元朗 天水围 朗屏 兆康"
    " 葵涌 葵芳 葵兴 青衣 坪洲 南丫岛 愉景湾 赤𫚭角 流浮山 八乡 米埔"
)
_TEAMS = (
    "洋基 红袜 道奇 巨人 教士 响尾蛇 勇士 费城人 国民 马林鱼 酿酒人 小熊 红雀 海盗 红人"
    " 太空人 游骑兵 水手 运动家 天使 金莺 光芒 蓝鸟 守护者 白袜 老虎 皇家 双城 湖人 快艇 国王"
    " 太阳 金块 灰狼 雷霆 拓荒者 爵士 马刺 火箭 独行侠 灰熊 鹈鹕 公牛 活塞 溜马 公鹿 骑士"
    " 老鹰 黄蜂 热火 魔术 巫师 塞尔提克 篮网 尼克 七六人 暴龙 统一狮 富邦悍将 乐天桃猿"
    " 中信兄弟 味全龙 台钢雄鹰 切尔西 阿森纳 兵工厂 热刺 皇家马德里 皇马 拜仁 尤文图斯 AC米兰"
    " 巴黎圣日耳曼 乐天 富邦 味全 统一 台钢"
)
_ONLY_BESIDE = (f"{name}{beside}" for names, beside in _BEHIND.items() for name in names.split())
ORGANISATION = re.compile("|".join((*_ORGANISATIONS.split(), *_ONLY_BESIDE)))
"""What is a word wherever it stands."""
_EXCHANGED = "|".join(
    (
        *(f"{name}{_RANK}" for name in _TOWNS_BY_RANK.split()),
        *sorted(f"{_TOWNS} {_OF_HONG_KONG} {_TEAMS}".split(), key=len, reverse=True),
    )
)
KNOWN = re.compile(f"{ORGANISATION.pattern}|{_EXCHANGED}")
"""Where one of all may stand: that another one stands in its place tells that it does."""
