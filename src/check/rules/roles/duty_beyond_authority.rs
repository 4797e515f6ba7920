//! RB320: a role that may only supervise, and a duty that has it reward, penalise or roster.

use super::finding;
use crate::diagnostic::Findings;
use crate::language::{Authority, Language, is_blank};
use crate::model::{Handbook, RoleArticle};
use crate::source::Span;
use crate::syntax::{BlockKind, FieldKey};

pub fn check(handbook: &Handbook, findings: &mut Findings) {
    for id in handbook.role_ids() {
        let role = handbook.role(id);
        let mut articles: Vec<&RoleArticle> = role.articles.iter().collect();
        articles.sort_by_key(|article| article.language);
        for article in articles {
            let Some(authority) = supervision_only(handbook, article) else {
                continue;
            };
            let acts = acts(handbook, article);
            let told = !acts.is_empty();
            for (action, span) in acts {
                findings.push(
                    finding::new(handbook, "RB320", article.text, span)
                        .param("role", finding::role(handbook, id))
                        .param("action", action)
                        .related("authority", authority),
                );
            }
            // The translations of what was found are not spoken of again.
            if told {
                break;
            }
        }
    }
}

/// Where the authority of an article stands, if it is supervision and nothing that an act could rest on.
fn supervision_only(handbook: &Handbook, article: &RoleArticle) -> Option<Span> {
    let text = handbook.text(article.text);
    let field =
        finding::fields(handbook, article.text, FieldKey::Authority).find(|field| !field.value_text.is_empty())?;
    let words = &handbook.language(article.language).pack.authority;
    let value = field.value_text.to_lowercase();
    let has = |value: &str, list: &[String]| list.iter().any(|word| value.contains(word.as_str()));
    // 无行政管理权 is no power of management.
    let granted = words
        .limit
        .iter()
        .fold(value.clone(), |value, limit| value.replace(limit.as_str(), ""));
    let only = has(&value, &words.supervision) && !has(&granted, &words.wider) && !has(&granted, &words.acts);
    only.then(|| handbook.span(text, &field.value))
}

/// What the duties of an article have the role do beyond supervision, once for each clause.
fn acts(handbook: &Handbook, article: &RoleArticle) -> Vec<(String, Span)> {
    let text = handbook.text(article.text);
    let chapter = handbook.chapter_of(text);
    let language = handbook.language(article.language);
    let mut found = Vec::new();
    // Nested duties stand within the one that they belong to.
    for duty in article.duties.iter().filter(|duty| !duty.nested) {
        let end = chapter.document.blocks[duty.block as usize].end;
        for block in &chapter.document.blocks[duty.block as usize..end as usize] {
            if block.kind != BlockKind::Paragraph {
                continue;
            }
            let plain = handbook.block_text(chapter, block);
            for range in acts_in(&plain.text, language) {
                let span = handbook.span(text, &plain.source(&range));
                found.push((plain.text[range].to_owned(), span));
            }
        }
    }
    found
}

/// The acts of a duty, one for each clause at most. What somebody else approves, in the same clause or the next one, is
/// a proposal.
fn acts_in(text: &str, language: &Language) -> Vec<std::ops::Range<usize>> {
    let approved = &language.pack.authority.approved;
    let clauses = clauses(text);
    let mut found = Vec::new();
    for (index, clause) in clauses.iter().enumerate() {
        let Some(act) = act(&text[clause.clone()], language) else {
            continue;
        };
        let act = clause.start + act.start..clause.start + act.end;
        let next = clauses.get(index + 1).cloned().unwrap_or_default();
        let around = [clause.start..act.start, act.end..clause.end, next];
        let mut around = around.into_iter().map(|range| text[range].to_ascii_lowercase());
        if !around.any(|part| language.has_any(&part, approved)) {
            found.push(act);
        }
    }
    found
}

/// The ranges between commas, semicolons and full stops.
fn clauses(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    let mut clauses = Vec::new();
    for (at, mark) in text.match_indices(['，', '；', '。', '：', ',', ';', '.', ':']) {
        clauses.push(start..at);
        start = at + mark.len();
    }
    clauses.push(start..text.len());
    clauses
}

/// The act in a clause that supervision does not cover. To propose, report or record it, to keep to its rules, or to be
/// its object is none.
fn act(clause: &str, language: &Language) -> Option<std::ops::Range<usize>> {
    let words = &language.pack.authority;
    let spaced = language.pack.spaced;
    // Lower case only where that keeps every byte in its place.
    let folded = clause.to_ascii_lowercase();
    let whole = |range: &std::ops::Range<usize>| {
        !spaced
            || !(folded[..range.start].ends_with(char::is_alphanumeric)
                || folded[range.end..].starts_with(char::is_alphanumeric))
    };
    let places = |list: &[String]| {
        let mut found: Vec<std::ops::Range<usize>> = Vec::new();
        for word in list.iter().filter(|word| !word.is_empty()) {
            found.extend(
                folded
                    .match_indices(word.as_str())
                    .map(|(at, _)| at..at + word.len())
                    .filter(whole),
            );
        }
        found
    };
    let mut acts = places(&words.acts);
    // The first, and of those that begin together the longest: 编制排班表 holds 排班.
    acts.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut covered = 0;
    let excuses = places(&words.excused);
    acts.into_iter().find(|act| {
        if act.start < covered {
            return false;
        }
        covered = act.end;
        let excused = excuses
            .iter()
            .any(|excuse| excuse.start < act.start && excuse.end <= act.end);
        !excused && !is_matter(&folded[act.end..], words)
    })
}

/// Whether an act is followed by a word that makes it a thing: 处罚制度, 奖励建议.
fn is_matter(after: &str, words: &Authority) -> bool {
    let after = after.trim_start_matches(is_blank);
    words.matters.iter().any(|word| after.starts_with(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tag: &str, duty: &str) -> Option<String> {
        let language = Language::find(tag).expect("a built-in language");
        let found = acts_in(duty, language).into_iter().next();
        found.map(|act| duty[act].to_owned())
    }

    #[test]
    fn what_supervision_does_not_cover_is_found() {
        for (duty, action) in [
            ("处罚违反服务规范的员工；", "处罚"),
            ("对不遵守规范的员工，给予处罚；", "处罚"),
            ("编制排班表，并在周末公布；", "编制排班表"),
            ("每月评定员工表现，实施奖励和处分。", "奖励"),
            ("依照公司规定处罚迟到的员工；", "处罚"),
            ("表彰优秀员工；", "表彰"),
            ("批准调班，并通知当班人员；", "批准调班"),
            ("负责排班；", "负责排班"),
            ("检查仪容仪表，不合格的罚款二十元；", "罚款"),
            ("奖惩本班员工；", "奖惩"),
            ("按月安排班次；", "安排班次"),
            ("对表现突出的员工给予嘉奖；", "嘉奖"),
        ] {
            assert_eq!(found("zh", duty).as_deref(), Some(action), "{duty}");
        }
        for (duty, action) in [
            ("Penalise staff who break the rules;", "Penalise"),
            ("Draw up the duty roster every week;", "Draw up the duty roster"),
            ("Reward staff who do well;", "Reward"),
            (
                "Inspect grooming, and impose fines on those who fall short;",
                "impose fines",
            ),
            ("Commend staff in front of the team;", "Commend"),
            ("Set the roster for the coming week;", "Set the roster"),
            ("Discipline staff who come late;", "Discipline staff"),
            ("Change the duty roster when somebody is ill;", "Change the duty roster"),
            ("Penalize lateness on the spot;", "Penalize"),
            ("Roster staff for the weekend;", "Roster staff"),
            (
                "Supervise service, and discipline those who break the rules;",
                "discipline those",
            ),
            ("Penalises breaches of the rules on the spot;", "Penalises"),
        ] {
            assert_eq!(found("en", duty).as_deref(), Some(action), "{duty}");
        }
    }

    #[test]
    fn to_propose_report_record_or_follow_is_no_excess() {
        for duty in [
            "对违反服务规范的员工，向公司提出处罚建议；",
            "提请行政协理给予奖励；",
            "发现违纪的，报行政协理处罚；",
            "记录员工受到的奖励和处分；",
            "按排班表检查到岗情况；",
            "核对排班表，缺人的报行政协理；",
            "宣讲奖惩制度；",
            "协助行政协理安排班次；",
            "不得擅自调班；",
            "培训新录用的员工；",
            "向宾客赠送奖励券；",
            "遵守排班，准时到岗；",
            "根据排班核对到岗人数；",
            "编制排班表，报行政协理审批；",
            "经店长批准后给予奖励；",
            "奖励员工须经行政协理同意；",
            "带领本班争取获得公司嘉奖；",
            "避免因违规受处罚；",
            "向员工送达处罚决定；",
            "领取本班的奖励并发给员工；",
            "无权处罚员工；",
        ] {
            assert_eq!(found("zh", duty), None, "{duty}");
        }
        for duty in [
            "Propose that staff be rewarded;",
            "Report breaches to the manager, who may penalise staff;",
            "Recommend rewards and penalties;",
            "Follow the duty roster;",
            "Keep the record of rewards and penalties;",
            "Reward staff only with the approval of the Manager;",
            "Draw up the duty roster, and submit it to the Manager for approval;",
            "Has no power to penalise staff;",
            "Do not discipline staff in front of guests;",
            "Help the Manager to draw up the duty roster;",
            "Explain the rewards scheme to new staff;",
            "Keep good discipline on the floor;",
            "Hand the penalty notice to the person concerned;",
            "Remind staff of the roster;",
        ] {
            assert_eq!(found("en", duty), None, "{duty}");
        }
    }
}
