"""A province with its cities, and an officer of one of them: where the benchmarks of lists take place."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client

from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role

CITIES = 14


def found_bureaus() -> tuple[Bureau, list[Bureau]]:
    day = clock.today() - timedelta(days=3000)
    province = Bureau.objects.create(code="430000", name="测试省医疗保障局", level="province", since=day)
    open_office(province)
    cities = [
        Bureau.objects.create(
            code=f"43{number:02}00",
            name=f"测试市{number}医疗保障局",
            level="city",
            since=day,
            parent=province,
        )
        for number in range(1, CITIES + 1)
    ]
    return province, cities


def signed_in(bureau: Bureau, role: Role) -> Client:
    user = User.objects.create(username="bench")
    Post.objects.create(user=user, bureau=bureau, role=role, since=bureau.since)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
