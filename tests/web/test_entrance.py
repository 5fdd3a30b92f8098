"""Signing in and out of the house, and the ways between its rooms."""

import pytest
from django.test import Client

from watching import PASSWORD, appoint
from world import Place
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def sign_in(name: str, password: str = PASSWORD) -> tuple[Client, str]:
    client = Client()
    answer = client.post("/sign-in/", {"login": name, "password": password}, follow=True)
    return client, answer.content.decode()


def test_the_entrance_says_what_to_type(client: Client) -> None:
    said = client.get("/sign-in/").content.decode()
    assert "监督员填报名时留的手机号码" in said and 'placeholder="' not in said
    empty = client.post("/sign-in/", {"login": "", "password": ""}).content.decode()
    assert "请填写用户名或手机号码。" in empty and "请填写密码。" in empty


def test_an_institution_finds_its_own_way_in(client: Client) -> None:
    said = client.get("/sign-in/").content.decode()
    assert "定点医药机构" in said and "医保代码加序号" in said and "开通链接" in said
    home = client.get("/").content.decode()
    assert 'href="/sign-in/"' in home and "医药机构登录" in home and "工作人员、监督员、医药机构登录" in home


def test_a_wrong_password_keeps_the_name_that_was_typed(wushan: Place) -> None:
    name = wushan.user(Role.RECRUITER).username
    client, said = sign_in(name, "wrong-password")
    assert "不正确" in said and f'value="{name}"' in said
    assert client.get("/desk/").status_code == 302


def test_everybody_finds_the_way_back_from_the_public_site(wushan: Place) -> None:
    officer, _ = sign_in(wushan.user(Role.RECRUITER).username)
    assert 'href="/desk/"' in officer.get("/law/").content.decode()
    term = appoint(wushan)
    supervisor, _ = sign_in(term.user.username)
    said = supervisor.get("/law/").content.decode()
    assert 'href="/my/"' in said and term.user.username not in said
    assert 'href="/sign-in/"' in Client().get("/law/").content.decode()
    for client, home in ((officer, "/desk/"), (supervisor, "/my/"), (Client(), "/")):
        lost = client.get("/no/such/page/")
        assert lost.status_code == 404 and f'class="btn btn-primary" href="{home}"' in lost.content.decode()


def test_a_password_is_changed_in_our_own_words_and_one_is_back_at_work(wushan: Place) -> None:
    name = wushan.user(Role.RECRUITER).username
    client, _ = sign_in(name)
    said = client.get("/password/").content.decode()
    assert "至少8位" in said and "忘记密码" not in said and 'href="/desk/"' in said
    new = {"password1": "watch-over-2", "password2": "watch-over-2"}
    wrong = client.post("/password/", {"oldpassword": "not this one", **new}).content.decode()
    assert "field-wrong" in wrong
    apart = {"oldpassword": PASSWORD, "password1": "watch-over-2", "password2": "watch-over-3"}
    assert "field-wrong" in client.post("/password/", apart).content.decode()
    done = client.post("/password/", {"oldpassword": PASSWORD, **new})
    assert done.status_code == 302 and done["Location"] == "/desk/"
    assert sign_in(name, "watch-over-2")[0].get("/desk/").status_code == 200
