import pytest
from django.test import Client


@pytest.mark.django_db
def test_api_documentation_loads_nothing_inline_or_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs/").content.decode()
    assert "<style" not in page
    assert page.count("<script src=") == page.count("<script") == 3
    assert "http" not in page.replace("http://www.w3.org", "")
