use super::*;
use crate::language::Language;

fn read(tag: &str, text: &str) -> Vec<Quantity> {
    let language = Language::find(tag).unwrap_or_else(|| panic!("no {tag}"));
    language.values.read(text, &[])
}

#[test]
fn one_value_in_every_form() {
    for (chinese, english) in [
        ("三十日", "thirty days"),
        ("30日", "30 days"),
        ("30天", "thirty (30) days"),
        ("下午六时", "18:00"),
        ("18时", "6 p.m."),
        ("18:30", "6:30 pm"),
        ("八点半", "8:30"),
        ("20%", "20 percent"),
        ("百分之二十", "twenty per cent"),
        ("百分之二十", "20％"),
        ("一千元", "1,000 yuan"),
        ("1000元", "RMB 1,000"),
        ("三万五千元", "RMB 35,000"),
        ("2亿元", "200 million yuan"),
        ("半年", "six months"),
        ("一年半", "eighteen months"),
        ("一个半月", "1.5 months"),
        ("1.5倍", "1.5 times"),
        ("三分之二", "two-thirds"),
        ("千分之五", "0.5%"),
        ("二十四小时", "24 hours"),
        ("一天", "24 hours"),
        ("一万名", "10,000"),
        ("一百二十五人", "one hundred and twenty-five people"),
        ("三十五万个", "three hundred and fifty thousand"),
        ("第五日", "the fifth day"),
        ("第二十一天", "the twenty-first day"),
        ("2026年7月1日", "July 1, 2026"),
        ("2026年7月1日", "1 July 2026"),
        ("二〇二六年七月", "July 2026"),
        ("7月1日", "the 1st of July"),
        ("2026-07-01", "July 1st, 2026"),
        ("每月十日前", "the 10th of each month"),
        ("五个工作日", "five working days"),
        ("5个工作日", "5 business days"),
        ("两周", "fourteen days"),
        ("2026年3月1日", "2026-03-01"),
        ("九五折", "a 5% discount"),
        ("八五折", "15% off"),
        ("八五折", "85%"),
        ("60分钟", "an hour"),
        ("三点一刻", "3:15"),
        ("8点30分", "8.30 a.m."),
        ("午夜十二点", "midnight"),
        ("14:00—17:00", "2–5 p.m."),
        ("下午2至5点", "2 to 5 p.m."),
        ("周三八点", "Wednesday, 8 o'clock"),
        ("不少于20人", "at least 20 people"),
        ("超过30人", "31 people or more"),
        ("4℃", "4 °C"),
        ("1.5米", "1.5 m"),
        ("1.5米", "150 cm"),
        ("2公里", "2,000 metres"),
        ("三十公斤", "30 kg"),
        ("10平方米", "ten square metres"),
        ("60公里/小时", "60 km/h"),
        ("每小时15公里", "15 kilometres an hour"),
        ("二十一名", "Twenty-one officers"),
        ("二十一人", "twenty-one of them"),
        ("10千伏", "a 10-kV line"),
        ("3千克", "a 3-kg bucket"),
        ("0.5公斤", "500 g"),
        ("1500毫升", "1.5 L"),
        ("两米半", "2.5 m"),
        ("-18℃", "-18 °C"),
        ("零下18℃", "minus 18 °C"),
        ("零下十八摄氏度", "18 °C below zero"),
        ("高一米二", "1.2 m"),
        ("1米8", "1.8 m"),
        ("500g", "0.5 kg"),
        ("高2m", "200 cm"),
        ("-18℃至4℃", "between -18 and 4 °C"),
        ("315千伏安", "315 kVA"),
        ("3-5人", "3-5 people"),
        ("3千克", "3 kg"),
        ("三万五千伏", "35,000 V"),
        ("60千米每小时", "60 km/h"),
        ("2千瓦时", "2 kWh"),
        ("2026年5月1日", "01/05/2026"),
        ("2026年5月1日", "05/01/2026"),
    ] {
        let (own, theirs) = (read("zh", chinese), read("en", english));
        let agree = own
            .first()
            .zip(theirs.first())
            .is_some_and(|(own, theirs)| own.agrees(theirs));
        assert!(agree, "{chinese} {own:?}\n{english} {theirs:?}");
    }
}

#[test]
fn different_values_differ() {
    for (chinese, english) in [
        ("三十日", "13 days"),
        ("下午六时", "7 p.m."),
        ("上午八时", "8 p.m."),
        ("20%", "25%"),
        ("一千元", "10,000 yuan"),
        ("半年", "five months"),
        ("三分之二", "one-third"),
        ("五个工作日", "five days"),
        ("30日", "30 months"),
        ("7月1日", "July 10"),
        ("1000元人民币", "US$ 1,000"),
        ("2026年3月1日", "2026-04-01"),
        ("2026年3月1日", "2026-03-02"),
        ("2026年3月1日", "2027-03-01"),
        ("九五折", "10% off"),
        ("三点一刻", "3:30"),
        ("14:00—17:00", "3–5 p.m."),
        ("不少于20人", "at least 21 people"),
        ("不超过30人", "no more than 31 people"),
        ("重量不得超过30公斤", "The weight must not exceed 31 kg"),
        ("0℃", "1 °C"),
        ("-18℃", "18 °C"),
        ("零下18℃", "18 °C"),
        ("5公斤", "5 g"),
        ("30g", "30 kg"),
        ("长5m", "5 cm"),
        ("两米半", "2 m"),
        ("0.3兆帕", "0.5 MPa"),
        ("一至三名", "two to three waiters"),
        ("1.5米", "3 m"),
        ("10米", "10 km"),
        ("10平方米", "10 m"),
        ("2026年4月1日", "01/05/2026"),
    ] {
        let (own, theirs) = (read("zh", chinese), read("en", english));
        let differ = own
            .first()
            .zip(theirs.first())
            .is_some_and(|(own, theirs)| !own.agrees(theirs));
        assert!(differ, "{chinese} {own:?}\n{english} {theirs:?}");
    }
}

#[test]
fn what_is_no_value_is_not_taken_for_one() {
    for (tag, text) in [
        ("zh", "一并办理，其中之一，一切，任何一方，统一着装，万一"),
        ("zh", "依照第五条第二款第一项办理，附件三，表2"),
        ("zh", "第三方、四川、ISO9001、三伏天、几十公斤"),
        ("zh", "每周一上午，星期五下午，周一至五上午"),
        ("en", "one of them, any one, either party, a guest, no one"),
        ("en", "Article 5, paragraph 2, items 1 and 3; Table 2; Annexes 3 and 4"),
        ("en", "you may go; the first to arrive; ISO9001; thirdly (3)"),
    ] {
        let sure = read(tag, text)
            .into_iter()
            .filter(|found| found.certainty > Certainty::Possible);
        assert_eq!(
            sure.map(|found| &text[found.range]).collect::<Vec<_>>(),
            Vec::<&str>::new()
        );
    }
}

#[test]
fn both_numbers_of_a_range_count() {
    for (tag, text) in [
        ("zh", "三至五人"),
        ("zh", "3-5人"),
        ("en", "three to five people"),
        ("en", "3-8 people"),
        ("zh", "2至8℃"),
        ("en", "between 2 and 8 °C"),
    ] {
        let found = read(tag, text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].certainty, found[1].certainty, "{found:?}");
        let kind = std::mem::discriminant(&found[1].readings[0]);
        assert_eq!(std::mem::discriminant(&found[0].readings[0]), kind, "{found:?}");
    }
}

#[test]
fn the_first_of_a_range_takes_the_unit() {
    for (tag, text) in [
        ("zh", "三至五日"),
        ("en", "three to five days"),
        ("zh", "10-20%"),
        ("en", "10–20%"),
    ] {
        let found = read(tag, text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found.iter().all(|found| found.certainty == Certainty::Measured),
            "{found:?}"
        );
    }
}
