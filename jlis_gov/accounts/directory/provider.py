"""The directory as django-allauth knows it: addresses, PKCE, state, the exchange of a code."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from jlis_gov.accounts.directory.tokens import NotBelievedError, id_token, metadata


class DirectoryAdapter(OpenIDConnectOAuth2Adapter):
    """Where the directory's pages are, and ours that it leads back to."""

    def get_provider(self) -> "Directory":
        return directory(self.request)

    @property
    def openid_config(self) -> dict[str, Any]:
        return metadata()

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("directory_callback"))


class Directory(OpenIDConnectProvider):
    """The one directory; `sub_id`, under which identities are kept, is its issuer."""

    oauth2_adapter_class = DirectoryAdapter

    def claims(self, request: HttpRequest, state: dict[str, Any]) -> dict[str, Any]:
        """What the directory says of whoever comes back from it with a code.

        Raises `NotBelievedError`, and what the exchange raises: `OAuth2Error` and
        `requests.RequestException`.
        """
        adapter = DirectoryAdapter(request, self.sub_id)
        client = adapter.get_client(request, self.app)
        verifier = state.get("pkce_code_verifier")
        answer = adapter.get_access_token_data(request, self.app, client, verifier)
        claims = id_token(str(answer.get("id_token", "")), nonce=state["nonce"])
        group_claim = settings.DIRECTORY["group_claim"]
        if group_claim in claims.get("_claim_names", ()):  # Entra's word for too many groups
            raise NotBelievedError("the directory left the groups out: there are too many")
        if group_claim not in claims and "userinfo_endpoint" in metadata():
            told = adapter._fetch_user_info(answer["access_token"])
            if told.get("sub") != claims["sub"]:
                raise NotBelievedError("userinfo is of somebody else")
            claims = told | claims
        return claims


def directory(request: HttpRequest) -> Directory:
    """The directory of the settings; raises `Http404` where there is none."""
    facts = settings.DIRECTORY
    if not facts:
        raise Http404
    app = SocialApp(
        provider=Directory.id,
        provider_id=facts["issuer"],
        name=facts["name"],
        client_id=facts["client_id"],
        secret=facts["secret"],
        settings={
            "server_url": facts["issuer"],
            "scope": facts["scope"],
            "oauth_pkce_enabled": True,
        },
    )
    return Directory(request, app=app)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up; the one provider is the directory."""

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Directory:
        return directory(request)
