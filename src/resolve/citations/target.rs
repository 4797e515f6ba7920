//! From numbers to units: articles of an edition, paragraphs and items of an article.

use crate::language::citation::{Fault, Member, RawCitation, Relative};
use crate::language::{Level, Number, Path};
use crate::model::{ArticleText, CitedMember, Edition, Handbook, LanguageId, Target, TextId};
use crate::syntax::{BlockKind, Text, Unit};

/// The edition that a citation is looked up in, and the place that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Targets<'a> {
    pub handbook: &'a Handbook,
    pub edition: &'a Edition,
    /// The article that the citation stands in, where it speaks of its own regulation.
    pub text: Option<(TextId, &'a ArticleText)>,
    /// The unit that it stands in.
    pub unit: Unit,
}

/// A member with a target that needs no looking up.
pub(super) fn plain(text: &Text<'_>, member: &Member, target: Target) -> CitedMember {
    CitedMember {
        span: text.source(&member.range),
        path: member.path,
        through: member.through,
        target,
    }
}

/// A drafting fault with its range in the file.
pub(super) fn in_file(text: &Text<'_>, fault: &Fault) -> Fault {
    let bytes = text.source(&fault.range);
    Fault {
        range: bytes.start as usize..bytes.end as usize,
        replacement: fault.replacement.clone(),
        is_doubtful: fault.is_doubtful,
    }
}

impl Targets<'_> {
    /// A member that names its article or division.
    pub fn member(&self, text: &Text<'_>, member: &Member) -> CitedMember {
        plain(text, member, self.look_up(&member.path, member.through))
    }

    fn look_up(&self, path: &Path, through: Option<Number>) -> Target {
        let Some(number) = path.get(Level::Article) else {
            return self.division(path);
        };
        match self.number(number) {
            Some(id) => self.within(id, path, through),
            None => Target::Missing(Level::Article),
        }
    }

    /// The article with a number: in this edition, else in the authoritative one, which the site shows in its place.
    fn number(&self, number: Number) -> Option<TextId> {
        let authoritative = || {
            let chapter = self.edition.chapters.first()?;
            let regulation = self.handbook.regulation(self.handbook.chapter(*chapter).regulation?);
            let edition = regulation.editions.get(LanguageId::AUTHORITATIVE)?;
            let text = *edition.numbers.get(&number)?;
            // What stands in this edition under another number is not meant.
            let article = self.handbook.article(self.handbook.text(text).article);
            article.texts.get(self.edition.language).is_none().then_some(text)
        };
        self.edition.numbers.get(&number).copied().or_else(authoritative)
    }

    /// The unit of an article that the lower levels of `path` name.
    fn within(&self, id: TextId, path: &Path, through: Option<Number>) -> Target {
        let text = self.handbook.text(id);
        let mut last = None;
        if let Some(through) = through {
            if path.last() == Some(Level::Article) {
                match self.number(through) {
                    Some(last_id) => last = Some(self.handbook.text(last_id).article),
                    None => return Target::Missing(Level::Article),
                }
            } else if let Some(level) = path.last() {
                let mut end = *path;
                end.set(level, through);
                if let Err(missing) = self.unit(text, &end) {
                    return Target::Missing(missing);
                }
            }
        }
        match self.unit(text, path) {
            Ok(unit) => Target::Article {
                text: id,
                article: text.article,
                unit,
                through: last,
            },
            Err(missing) => Target::Missing(missing),
        }
    }

    /// The unit of an article that a path names, or the level at which there is none.
    fn unit(&self, text: &ArticleText, path: &Path) -> Result<Unit, Level> {
        let wanted = |level: Level| {
            path.get(level)
                .map(|number| u16::try_from(number.value).unwrap_or(u16::MAX))
        };
        let (paragraph, item, sub) = (wanted(Level::Paragraph), wanted(Level::Item), wanted(Level::Subitem));
        if paragraph.is_none() && item.is_none() && sub.is_none() {
            return Ok(Unit::default());
        }
        if paragraph.is_some()
            && sub.is_none()
            && let Ok(unit) = self.subsection(text, paragraph, item)
        {
            return Ok(unit);
        }
        self.numbered(text, paragraph, item, sub)
    }

    /// The item that stands for a paragraph in an article of subsections alone: Article 1(2) is its item (2).
    fn subsection(&self, text: &ArticleText, paragraph: Option<u16>, item: Option<u16>) -> Result<Unit, Level> {
        let pack = &self.handbook.language(text.language).pack;
        let document = &self.handbook.chapter_of(text).document;
        let mut blocks = document.blocks_of(self.handbook.node(text)).map(|(_, block)| block);
        let numbered = |style: u8| {
            let marker = pack.markers.list.get(usize::from(style));
            marker.is_some_and(|marker| pack.citation.subsections.contains(marker))
        };
        let alone = blocks.all(|block| {
            let other = match block.kind {
                BlockKind::Item(marker) if block.unit.subitem == 0 => !marker.is_some_and(|own| numbered(own.style)),
                _ => false,
            };
            block.unit.paragraph == 0 && !other
        });
        match alone && !pack.citation.subsections.is_empty() {
            true => self.numbered(text, None, paragraph, item),
            false => Err(Level::Paragraph),
        }
    }

    /// The unit with these numbers, or the level at which there is none.
    fn numbered(
        &self,
        text: &ArticleText,
        paragraph: Option<u16>,
        item: Option<u16>,
        sub: Option<u16>,
    ) -> Result<Unit, Level> {
        let document = &self.handbook.chapter_of(text).document;
        let blocks = || document.blocks_of(self.handbook.node(text)).map(|(_, block)| block);
        if item.is_none() && sub.is_none() {
            let found = blocks().find(|block| {
                block.kind == BlockKind::Paragraph && Some(block.unit.paragraph) == paragraph && block.unit.item == 0
            });
            // An article of items alone has one paragraph, without words of its own.
            let bare =
                || paragraph == Some(1) && blocks().any(|block| block.unit.item > 0 && block.unit.paragraph == 0);
            return match found {
                Some(block) => Ok(block.unit),
                None if bare() => Ok(Unit::default()),
                None => Err(Level::Paragraph),
            };
        }
        let items = || blocks().filter(|block| matches!(block.kind, BlockKind::Item(_)) && block.unit.item > 0);
        // Items without a lead-in belong to the first paragraph.
        let stands_in = |unit: &Unit| paragraph.is_none_or(|paragraph| unit.paragraph.max(1) == paragraph);
        let fits = |unit: &Unit| {
            stands_in(unit) && item.is_none_or(|item| unit.item == item) && unit.subitem == sub.unwrap_or(0)
        };
        if let Some(block) = items().find(|block| fits(&block.unit)) {
            return Ok(block.unit);
        }
        let has_paragraph =
            paragraph.is_none_or(|paragraph| blocks().any(|block| block.unit.paragraph.max(1) == paragraph));
        Err(match (has_paragraph, sub) {
            (false, _) => Level::Paragraph,
            (true, Some(_))
                if items().any(|block| stands_in(&block.unit) && item.is_none_or(|item| block.unit.item == item)) =>
            {
                Level::Subitem
            }
            _ => Level::Item,
        })
    }

    fn division(&self, path: &Path) -> Target {
        let Some(level) = path.last() else {
            return Target::Unclear;
        };
        let outer = path.first().filter(|first| *first != level);
        let own = self
            .text
            .and_then(|(_, text)| Some((text.chapter, self.handbook.node(text).division?)));
        let mut inside = outer.is_none();
        let mut seen = false;
        for &chapter in &self.edition.chapters {
            for (index, division) in self.handbook.chapter(chapter).document.divisions.iter().enumerate() {
                if let Some(outer) = outer
                    && division.level <= outer
                {
                    inside = division.level == outer && division.number == path.get(outer);
                }
                // A bare section is one of the chapter that it is spoken of in.
                let local = outer.is_some() || level < Level::Section || self.same_chapter(own, chapter, index);
                if division.level == level && division.number == path.get(level) {
                    seen = true;
                    if inside && local {
                        return Target::Division {
                            chapter,
                            division: index as u32,
                        };
                    }
                }
            }
        }
        match seen {
            true => Target::Unclear,
            false => Target::Missing(level),
        }
    }

    /// Whether the division with index `index` stands in the same chapter as the division `own`.
    fn same_chapter(
        &self,
        own: Option<(crate::model::ChapterId, u32)>,
        chapter: crate::model::ChapterId,
        index: usize,
    ) -> bool {
        let Some((own_chapter, own_division)) = own else {
            return true;
        };
        if own_chapter != chapter {
            return false;
        }
        let divisions = &self.handbook.chapter(chapter).document.divisions;
        let head = |index: usize| {
            divisions[..=index]
                .iter()
                .rposition(|division| division.level <= Level::Chapter)
        };
        head(index) == head(own_division as usize)
    }

    /// 前款, 本条第二款, 前条: counted from the place that the citation stands in.
    pub fn relative(
        &self,
        text: &Text<'_>,
        raw: &RawCitation,
        relative: Relative,
        said: Option<TextId>,
    ) -> Vec<CitedMember> {
        let base = self.base(relative, said);
        let whole = text.source(&raw.range);
        let one = |path: Path, target| CitedMember {
            span: whole.clone(),
            path,
            through: None,
            target,
        };
        let (id, unit) = match base {
            Ok(found) => found,
            Err(target) => return vec![one(Path::default(), target)],
        };
        let mut path = Path::default();
        let number = self.handbook.node(self.handbook.text(id)).number;
        path.set(Level::Article, number);
        let levels = [
            (Level::Paragraph, unit.paragraph),
            (Level::Item, unit.item),
            (Level::Subitem, unit.subitem),
        ];
        for (level, value) in levels.into_iter().filter(|(_, value)| *value > 0) {
            path.set(level, Number::new(u32::from(value)));
        }
        if raw.members.is_empty() {
            let target = self.within(id, &path, None);
            let mut member = one(
                path,
                if relative.level == Level::Article {
                    target
                } else {
                    lenient(target)
                },
            );
            // 前两款: all of them.
            let last = match relative.level {
                Level::Paragraph => unit.paragraph,
                Level::Item => unit.item,
                _ => 0,
            };
            if relative.back > 1 && last > 0 && target.article().is_some() {
                member.through = Some(Number::new(u32::from(last) + relative.back - 1));
            }
            return vec![member];
        }
        raw.members
            .iter()
            .map(|member| {
                let path = member
                    .path
                    .within(&path.above(member.path.first().unwrap_or(Level::Article)));
                let target = self.within(id, &path, member.through);
                CitedMember {
                    span: text.source(&member.range),
                    path,
                    through: member.through,
                    target,
                }
            })
            .collect()
    }

    /// The article and unit that a relative citation counts from.
    fn base(&self, relative: Relative, said: Option<TextId>) -> Result<(TextId, Unit), Target> {
        let Some((own, _)) = self.text else {
            return Err(Target::Unclear);
        };
        if relative.said {
            return said
                .filter(|_| relative.level == Level::Article)
                .map(|id| (id, Unit::default()))
                .ok_or(Target::Unclear);
        }
        let back = u16::try_from(relative.back).unwrap_or(u16::MAX);
        let unit = self.unit;
        match relative.level {
            Level::Article if back == 0 => Ok((own, Unit::default())),
            Level::Article => {
                // The texts of a chapter stand in order, and those of an edition chapter by chapter.
                let at = self.edition.texts.binary_search(&own).map_err(|_| Target::Unclear)?;
                let at = at
                    .checked_sub(usize::from(back))
                    .ok_or(Target::Missing(Level::Article))?;
                Ok((self.edition.texts[at], Unit::default()))
            }
            Level::Paragraph => {
                let inside_item = unit.item > 0;
                match unit.paragraph.checked_sub(back) {
                    Some(paragraph) if paragraph > 0 => Ok((
                        own,
                        Unit {
                            paragraph,
                            ..Unit::default()
                        },
                    )),
                    // The first paragraph has none before it, unless it is an item's text that speaks of another one.
                    Some(0) if !inside_item && unit.paragraph > 0 => Err(Target::Missing(Level::Paragraph)),
                    _ => Err(Target::Unclear),
                }
            }
            Level::Item if unit.item > 0 => match unit.item.checked_sub(back) {
                Some(item) if item > 0 => Ok((
                    own,
                    Unit {
                        item,
                        subitem: 0,
                        ..unit
                    },
                )),
                _ => Err(Target::Unclear),
            },
            _ => Err(Target::Unclear),
        }
    }

    /// A paragraph or item without its article: of the article last spoken of, else of the one it stands in.
    pub fn bare(&self, text: &Text<'_>, raw: &RawCitation, said: Option<TextId>, spoke: bool) -> Vec<CitedMember> {
        raw.members
            .iter()
            .map(|member| {
                let other = said.filter(|said| self.text.is_none_or(|(own, _)| own != *said));
                let found = other
                    .map(|id| self.within(id, &member.path, member.through))
                    .filter(|target| target.article().is_some());
                let target = found.or_else(|| self.in_own(member, spoke)).unwrap_or(Target::Unclear);
                plain(text, member, target)
            })
            .collect()
    }

    fn in_own(&self, member: &Member, spoke: bool) -> Option<Target> {
        let (own, _) = self.text?;
        let mut path = member.path;
        // An item without a paragraph belongs to the paragraph that speaks of it, where that has items.
        let here = Number::new(u32::from(self.unit.paragraph.max(1)));
        if path.first() == Some(Level::Item) {
            path.set(Level::Paragraph, here);
            let target = self.within(own, &path, member.through);
            if target.article().is_some() {
                return Some(target);
            }
        }
        let target = self.within(own, &member.path, member.through);
        match target {
            Target::Missing(_) if spoke => None,
            target => Some(target),
        }
    }
}

/// A relative citation of something smaller than an article is not certain enough to call it missing.
fn lenient(target: Target) -> Target {
    match target {
        Target::Missing(_) => Target::Unclear,
        target => target,
    }
}
