"""The components, as template tags. ``kit/README.md`` lists each with its usage; ``/styleguide/`` shows them.

They are built into every template, so none needs ``{% load kit %}``.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from zhongdu.calendar import clock
from zhongdu.kit import pages, parts
from zhongdu.kit.lists import Filters, Page
from zhongdu.kit.reading import is_large
from zhongdu.law import citing as law

register = template.Library()
Tag = dict[str, Any]


# --- small marks ---------------------------------------------------------------------------------
@register.simple_tag
def icon(name: str) -> SafeString:
    """A Tabler icon from the built sprite. Decoration only: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("kit/built/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def type_size(context: Context) -> str:
    """The class of ``<html>``: whether this reader asked for large type."""
    request = context.get("request")
    return "large" if request is not None and is_large(request) else ""


@register.simple_tag
def cite(address: str, text: str = "") -> SafeString:
    """A clause as a decision cites it, opening its words: ``{% cite "sample:6.4" %}``."""
    label, title, url = law.cite(str(address))
    if not url:
        return format_html('<span class="cite" title="{}">{}</span>', title, text or label)
    return format_html('<a class="cite" href="{}" title="{}">{}</a>', url, title, text or label)


@register.simple_tag
def cites(addresses: Iterable[str]) -> SafeString:
    """Several clauses, as a sentence lists them."""
    return format_html_join("、", "{}", ((cite(address),) for address in addresses))


@register.simple_tag
def state(label: str | parts.Chip, tone: parts.Tone = "neutral", title: str = "") -> SafeString:
    """A short coloured word for where a matter stands. Takes a ``parts.Chip`` too."""
    mark = label if isinstance(label, parts.Chip) else parts.Chip(str(label), tone, title)
    return format_html(
        '<span class="chip chip-{}"{}>{}</span>',
        mark.tone,
        format_html(' title="{}"', mark.title) if mark.title else "",
        mark.label,
    )


@register.simple_tag
def strength(word: str | Enum) -> SafeString:
    """应当、不得、一般、可以、优先 or 探索, with what it means on hovering."""
    return state(parts.strength(word))


@register.inclusion_tag("kit/due.html")
def due(
    day: date | None,
    *,
    own: bool = False,
    met: date | None = None,
    paused: bool = False,
    provisional: bool = False,
    today: date | None = None,
) -> Tag:
    """How a last day stands, and whose it is. ``own``: the bureau's own target and not the law's."""
    chip = parts.due(day, today=today or clock.today(), met=met, paused=paused)
    return {"chip": chip, "day": day, "own": own, "provisional": provisional and not met}


@register.simple_tag(takes_context=True)
def opens(context: Context, name: str) -> bool:
    """Whether the reader may open a page, before a link to it is shown: ``{% opens "desk:digests" as may %}``."""
    return pages.find(name).lets(context["request"].actor)


@register.filter
def yuan(fen: int | None) -> str:
    """Whole fen as a column of money shows them: ``123450`` → 1,234.50; a dash where there is nothing."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}" if fen else "—"


@register.filter
def day(value: date | datetime | None) -> str | SafeString:
    """2026年9月29日, as a ``<time>``; a dash where there is none."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return format_html(
        '<time datetime="{}">{}年{}月{}日</time>', value.isoformat(), value.year, value.month, value.day
    )


@register.filter
def moment(value: datetime | None) -> str | SafeString:
    """2026年9月29日 09:12, in China's time, as a ``<time>``."""
    if value is None:
        return "—"
    here = timezone.localtime(value)
    return format_html(
        '<time datetime="{}">{}年{}月{}日 {}</time>',
        here.isoformat(timespec="minutes"),
        *(here.year, here.month, here.day, f"{here:%H:%M}"),
    )


# --- parts of a page -----------------------------------------------------------------------------
@register.simple_block_tag
def heading(content: str, title: str, *, sub: str = "", over: str = "") -> SafeString:
    """The head of a page: its name, a line below, a word above, and between the tags the buttons beside it."""
    return render("kit/heading.html", title=title, sub=sub, over=over, content=content)


@register.simple_block_tag
def panel(content: str, title: str, *, icon: str = "", level: int = 2, id: str = "") -> SafeString:
    """A titled box: ``{% panel "是什么" icon="file-text" %}…{% endpanel %}``."""
    return render("kit/panel.html", title=title, icon_name=icon, level=level, id=id, content=content)


@register.simple_block_tag
def notice(content: str, tone: parts.Tone = "info", title: str = "") -> SafeString:
    """A remark that must not be missed: info, good, warn or bad."""
    return render("kit/notice.html", tone=tone, title=title, icon_name=NOTICE_ICONS[tone], content=content)


NOTICE_ICONS = {
    "neutral": "info-circle",
    "quiet": "info-circle",
    "info": "info-circle",
    "good": "circle-check",
    "warn": "alert-triangle",
    "bad": "alert-octagon",
}


@register.inclusion_tag("kit/nothing.html")
def nothing_here(says: str, then: str = "", *, url: str = "", do: str = "", icon: str = "inbox") -> Tag:
    """Where a list is empty: what that means, and what to do next."""
    return {"says": says, "then": then, "url": url, "do": do, "icon_name": icon}


@register.inclusion_tag("kit/timeline.html")
def timeline(entries: Sequence[parts.Entry]) -> Tag:
    """The docket, read: who did what, when, on which clause."""
    return {"entries": entries}


@register.inclusion_tag("kit/offers.html")
def offers(offered: Sequence[parts.Offer]) -> Tag:
    """What may be done now."""
    return {"offers": offered}


@register.inclusion_tag("kit/facts.html")
def facts(lines: Sequence[parts.Fact]) -> Tag:
    """What is known of a matter, line by line."""
    return {"facts": lines}


@register.inclusion_tag("kit/composition.html")
def composition(of: parts.Composition) -> Tag:
    """What groups some sets of people are made of, side by side, as numbers with bars."""
    return {"of": of, "remarks": any(remark for _, _, remark in of.rows)}


@register.inclusion_tag("kit/trend.html")
def trend(of: parts.Trend) -> Tag:
    """How often something was, month by month: numbers, the darker the more."""
    return {"of": of}


@register.inclusion_tag("kit/tabs.html")
def tabs(items: Sequence[parts.Tab], label: str = "分类") -> Tag:
    """Sister pages of one subject."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("kit/steps.html")
def steps(items: Sequence[parts.Step], label: str = "办理进度") -> Tag:
    """How far a procedure has come, for the person who waits."""
    return {"steps": items, "label": label}


@register.inclusion_tag("kit/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any]) -> Tag:
    """Links to the pages beside this one; nothing when there is only one."""
    return {"request": context["request"], "page": page}


@register.inclusion_tag("kit/filters.html", takes_context=True)
def filters(context: Context, chosen: Filters) -> Tag:
    """The form that narrows a list: a plain GET, but where its words are not to stand in an address."""
    return {"filters": chosen, "csrf_token": context.get("csrf_token")}


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    id: str,
    *,
    label: str,
    title: str,
    action: str,
    yes: str = "确认",
    tone: str = "primary",
) -> SafeString:
    """A button that asks before it acts. Between the tags: what will happen, and fields to fill (a reason)."""
    return render(
        "kit/confirm.html",
        request=context.get("request"),
        id=id,
        label=label,
        title=title,
        action=action,
        yes=yes,
        tone=tone,
        content=content,
    )


# --- forms ---------------------------------------------------------------------------------------
@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with its label, hint, clause and error. ``{{ form }}`` shows all of them so."""
    return SafeString(bound.as_field_group())


@register.simple_tag
def field_parts(bound: BoundField) -> Tag:
    """For the field's template: the optional things a field may carry."""
    return {
        "clause": getattr(bound.field, "clause", ""),
        "optional": not bound.field.required and not getattr(bound.field.widget, "says_optional", False),
        "single_box": getattr(bound.field.widget, "input_type", "") == "checkbox"
        and not bound.field.widget.use_fieldset,
    }


@register.inclusion_tag("kit/forms/question.html")
def question(bound: BoundField, number: int | str = "") -> Tag:
    """One question of a checklist: its words, its basis, and answers large enough for a thumb."""
    return {"field": bound, "number": number}


@register.inclusion_tag("kit/forms/errors.html")
def errors(*forms: BaseForm) -> Tag:
    """All that is wrong in one or more forms, on top of the page, each linked to its field."""
    return {"errors": [line for form in forms if form.is_bound for line in _errors_of(form)]}


def _errors_of(form: BaseForm) -> Iterable[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"anchor": "", "message": str(message)}
    for bound in form:
        # A group of radio buttons has no box of its own: lead to its first button.
        anchor = bound.id_for_label or f"{bound.auto_id}_0"
        for message in map(str, bound.errors):
            text = message if str(bound.label) in message else f"{bound.label}：{message}"
            yield {"anchor": "" if bound.is_hidden else anchor, "message": text}


@register.simple_tag
def autosave(url: str) -> SafeString:
    """Attributes of a ``<form>`` that keeps a draft as it is typed. The view answers with ``kit/saved.html``."""
    return format_html(
        'data-autosave hx-post="{}" hx-trigger="change delay:600ms" hx-target="find .saved" hx-swap="outerHTML" '
        'hx-sync="this:replace" hx-vals=\'{{"intent":"autosave"}}\'',
        url,
    )


@register.inclusion_tag("kit/saved.html")
def saved(at: datetime | None = None) -> Tag:
    """Inside an autosaved form: when the draft was last kept."""
    return {"saved_at": at}


def render(name: str, **context: Any) -> SafeString:
    return SafeString(get_template(name).render(context))
