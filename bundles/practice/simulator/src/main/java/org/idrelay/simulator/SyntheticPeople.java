package org.idrelay.simulator;

import java.util.List;
import org.idrelay.api.Bytes;
import org.idrelay.api.record.DocumentType;
import org.idrelay.card.CheckDigit;
import org.idrelay.simulator.SyntheticPerson.Holder;

/** People who do not exist, of all ages, with all documents, and with the names that break programs. */
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
                    true),
            permit(),
            foreigner(),
            foreigner2023(),
            withAdditionalAddress());

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
        Holder holder = new Holder(name, sex, birth, address, number(area, birth, order));
        CardText text = resident(DocumentType.RESIDENT, holder, issuer, validFrom, validTo)
                .put(16, 2, ethnicGroup);
        return person(DocumentType.RESIDENT, holder, text, fingerprints, "");
    }

    /** A name with a private-use character, as on cards that wait for their character's code, and who moved since. */
    private static SyntheticPerson withAdditionalAddress() {
        Holder holder = new Holder("林\uE863样", "1", "19870808", "模拟省迁徙县旧居巷8号", number("990809", "19870808", "413"));
        CardText text = resident(DocumentType.RESIDENT, holder, "迁徙县公安局", "20160808", "20360808")
                .put(16, 2, "01");
        return person(DocumentType.RESIDENT, holder, text, false, "幻影市演示区新居路88号样板楼7单元");
    }

    private static SyntheticPerson permit() {
        Holder holder = new Holder("陳樣本", "2", "19920215", "模拟省示范市过境路3号", number("810999", "19920215", "524"));
        CardText text = resident(DocumentType.HMT_PERMIT, holder, "示范市公安局", "20220301", "20270301")
                .put(110, 9, "H99999999")
                .put(119, 2, "01");
        return person(DocumentType.HMT_PERMIT, holder, text, true, "");
    }

    /** Of Utopia: the nationality of specimen passports. */
    private static SyntheticPerson foreigner() {
        String number = "UTO990085061200";
        CardText text = new CardText(DocumentType.FOREIGN_2017)
                .put(0, 60, "SPECIMEN, ANNA MARIA")
                .put(60, 1, "2")
                .put(61, 15, number)
                .put(76, 3, "UTO")
                .put(79, 15, "样本安娜")
                .put(94, 8, "20180101")
                .put(102, 8, "20280101")
                .put(110, 8, "19850612")
                .put(118, 2, "01")
                .put(120, 4, "9900");
        Holder holder = new Holder("样本安娜", "2", "19850612", "", number);
        return person(DocumentType.FOREIGN_2017, holder, text, false, "");
    }

    /** With an English name of 46 characters that has a space where the card's first field for it ends. */
    private static SyntheticPerson foreigner2023() {
        String number = number("991124", "19790303", "635");
        CardText text = new CardText(DocumentType.FOREIGN_2023)
                .put(0, 15, "样本马克西姆")
                .put(15, 1, "1")
                .put(16, 2, "02")
                .put(18, 8, "19790303")
                .put(26, 35, "SPECIMENSKY-TESTOVICH, MAXIMILIANO ".substring(0, 35))
                .put(110, 11, "BARTHOLOMEW")
                .put(61, 18, number)
                .put(94, 8, "20240101")
                .put(102, 8, "20340101")
                .put(121, 3, "UTO")
                .put(125, 3, "A01");
        Holder holder = new Holder("样本马克西姆", "1", "19790303", "", number);
        return person(DocumentType.FOREIGN_2023, holder, text, false, "");
    }

    private static CardText resident(
            DocumentType type, Holder holder, String issuer, String validFrom, String validTo) {
        return new CardText(type)
                .put(0, 15, holder.name())
                .put(15, 1, holder.sex())
                .put(18, 8, holder.birth())
                .put(26, 35, holder.address())
                .put(61, 18, holder.number())
                .put(79, 15, issuer)
                .put(94, 8, validFrom)
                .put(102, 8, validTo);
    }

    private static SyntheticPerson person(
            DocumentType type, Holder holder, CardText text, boolean fingerprints, String additionalAddress) {
        Bytes photo = Face.of(holder.number(), holder.sex(), holder.birth()).photo();
        return new SyntheticPerson(type, holder, text.bytes(), photo, fingerprints, additionalAddress);
    }

    private static String number(String area, String birth, String order) {
        String first17 = area + birth + order;
        return first17 + CheckDigit.of(first17);
    }
}
