package org.idrelay.simulator;

import java.util.List;
import org.idrelay.card.CheckDigit;

/** A dozen people who do not exist, of all ages, with the names that break programs. */
public final class SyntheticPeople {

    private static final String LONG_TERM = "长期";

    private static final List<SyntheticPerson> ALL = List.of(
            person(
                    "张测试",
                    "1",
                    "01",
                    "19900101",
                    "模拟省测试市样例路1号",
                    "990000",
                    "001",
                    "测试公安局",
                    "20200101",
                    "20400101",
                    false),
            person(
                    "李样",
                    "2",
                    "01",
                    "19350612",
                    "模拟省示范县纸上镇旧街7号",
                    "990101",
                    "202",
                    "示范县公安局",
                    "20060612",
                    LONG_TERM,
                    true),
            person(
                    "𠀀𠮷",
                    "1",
                    "01",
                    "19680229",
                    "模拟省罕字区扩展路乙组20号",
                    "990102",
                    "313",
                    "罕字区公安局",
                    "20150301",
                    "20350301",
                    false),
            person(
                    "欧阳虚拟",
                    "2",
                    "11",
                    "20010909",
                    "幻影市演示区双名巷12号院3单元",
                    "990203",
                    "424",
                    "幻影市公安局演示分局",
                    "20190909",
                    "20290909",
                    true),
            person(
                    "阿不都·虚构",
                    "1",
                    "05",
                    "19770720",
                    "沙盘自治区绿洲路5号",
                    "990304",
                    "535",
                    "绿洲市公安局",
                    "20170720",
                    "20370720",
                    false),
            person(
                    "样例古丽·仿真江",
                    "2",
                    "05",
                    "19950318",
                    "沙盘自治区葡萄巷18号",
                    "990304",
                    "646",
                    "绿洲市公安局",
                    "20180318",
                    "20280318",
                    false),
            person(
                    "扎西·模拟多吉",
                    "1",
                    "04",
                    "19540505",
                    "高原州云朵县虚线乡3村",
                    "990405",
                    "757",
                    "云朵县公安局",
                    "20060505",
                    LONG_TERM,
                    true),
            person(
                    "虚拟阿依努尔·买买提艾力·测试",
                    "2",
                    "05",
                    "19821130",
                    "沙盘自治区长名路15号",
                    "990304",
                    "868",
                    "绿洲市公安局",
                    "20121130",
                    "20321130",
                    false),
            person(
                    "诺日布·样本",
                    "1",
                    "02",
                    "20081224",
                    "草原盟纸马旗白云街9号",
                    "990506",
                    "979",
                    "纸马旗公安局",
                    "20241224",
                    "20291224",
                    false),
            person(
                    "㐀䶵样",
                    "2",
                    "01",
                    "19991231",
                    "模拟省罕字区扩展路甲组1号",
                    "990102",
                    "180",
                    "罕字区公安局",
                    "20191231",
                    "20291231",
                    false),
            person(
                    "仿真婴",
                    "1",
                    "08",
                    "20240229",
                    "假想自治区稻草人县泥塘屯2号",
                    "990607",
                    "291",
                    "稻草人县公安局",
                    "20240401",
                    "20290401",
                    false),
            person(
                    "虚构寿星",
                    "2",
                    "15",
                    "19300815",
                    "画中州墨水县山水镇千年路100号养老院东楼二层",
                    "990708",
                    "302",
                    "墨水县公安局",
                    "20100815",
                    LONG_TERM,
                    true));

    private SyntheticPeople() {}

    /** All of them, always in the same order. */
    public static List<SyntheticPerson> all() {
        return ALL;
    }

    private static SyntheticPerson person(
            String name,
            String sex,
            String ethnicGroup,
            String birth,
            String address,
            String area,
            String order,
            String issuer,
            String validFrom,
            String validTo,
            boolean fingerprints) {
        String first17 = area + birth + order;
        String number = first17 + CheckDigit.of(first17);
        return new SyntheticPerson(
                name, sex, ethnicGroup, birth, address, number, issuer, validFrom, validTo, fingerprints);
    }
}
