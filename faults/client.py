"""A client: writes its intent to the journal, sends the request with a key, writes the answer, repeats unknown outcomes.

python -m faults.client FOLDER NUMBER PORT SEED   ends when FOLDER/finish exists and no outcome is unknown.
"""

import http.client
import json
import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from faults.journal import Journal
from scripts.journey.files import evidence
from scripts.journey.person import BOUNDARY, Upload, read_body

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 8
LONGEST_WAIT = 2.0
AGAIN = 0.1
"""The share of acknowledged requests that are sent once more."""
AGAIN_STEP = "key used again"
UNKNOWN = frozenset({429, 500, 502, 503, 504})
BEIJING = ZoneInfo("Asia/Shanghai")

Actor = Mapping[str, Any]


class Finished(Exception):
    """The run is over: begin nothing new."""


class Client:
    """One client, which acts for a firm, a unit or the authority as the step needs."""

    def __init__(self, *, folder: Path, number: int, port: int, seed: int) -> None:
        self.folder, self.port, self.number = folder, port, number
        self.chance = Random(f"{seed} {number}")
        self.journal = Journal(folder / f"journal-{number}.jsonl")
        self.world: dict[str, Any] = json.loads((folder / "world.json").read_text())
        self.firm: Actor = self.world["firms"][number % len(self.world["firms"])]
        self.lab: Actor = self.world["lab"]
        self.line: http.client.HTTPConnection | None = None

    def key(self) -> str:
        """Return a new idempotency key."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def post(
        self, step: str, who: Actor, path: str, body: Mapping[str, Any] | None = None, *, key: str = "", **about: Any
    ) -> dict[str, Any]:
        """Send a request until its outcome is known; return the answer. Raises Finished after the end of the run."""
        return self._settle(step, who, path, dict(body or {}), json.dumps(body or {}).encode(), key=key, about=about)

    def upload(self, who: Actor, path: str, file: Upload) -> dict[str, Any]:
        """Upload a file, as `post` does."""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{file.kind}\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        data = head.encode() + file.data + f"\r\n--{BOUNDARY}--\r\n".encode()
        body = {"kind": file.kind, "sha256": sha256(file.data).hexdigest()}
        return self._settle("upload", who, path, body, data, content=f"multipart/form-data; boundary={BOUNDARY}")

    def _settle(
        self,
        step: str,
        who: Actor,
        path: str,
        body: dict[str, Any],
        data: bytes,
        *,
        content: str = "application/json",
        key: str = "",
        about: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        if (self.folder / "finish").exists():
            raise Finished
        key, fresh = key or self.key(), not key
        name = key if step != AGAIN_STEP else f"{key} again"
        self.journal.write(
            "intend",
            key=name,
            step=step,
            client=self.number,
            user=who["user"],
            party=who["party"],
            path=path,
            body=body,
            **(about or {}),
        )
        headers = {"Idempotency-Key": key, "Content-Type": content, "Authorization": f"Bearer {who['token']}"}
        status, answer = self._repeat(path, data, headers, key=name)
        if fresh and status < 300 and self.chance.random() < AGAIN:
            self._repeat(path, data, headers, key=name, what="again")
        return answer

    def _repeat(
        self, path: str, data: bytes, headers: Mapping[str, str], *, key: str, what: str = "answer"
    ) -> tuple[int, dict[str, Any]]:
        while True:
            try:
                status, body, replayed = self._send(path, data, headers)
            except (OSError, http.client.HTTPException) as error:
                self._drop_line()
                self.journal.write("unknown", key=key, status=0, why=type(error).__name__)
                time.sleep(self.chance.uniform(0.1, 1.0))
                continue
            if status not in UNKNOWN:
                self.journal.write(what, key=key, status=status, body=body, replayed=replayed)
                return status, dict(body) if isinstance(body, dict) else {}
            self.journal.write("unknown", key=key, status=status, body=body)
            time.sleep(self.chance.uniform(0.2, LONGEST_WAIT))

    def _send(self, path: str, data: bytes, headers: Mapping[str, str]) -> tuple[int, Any, bool]:
        if self.line is None:
            self.line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_SECONDS)
        self.line.request("POST", f"/api/v1/{path}", data, {"X-Forwarded-Proto": "https", **headers})
        response = self.line.getresponse()
        body = read_body(response.read())
        if response.headers.get("Connection", "").lower() == "close":
            self._drop_line()
        return response.status, body, response.headers.get("Idempotent-Replayed") == "true"

    def _drop_line(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None


def today(days: int = 0) -> str:
    """Return the Beijing day this many days from now."""
    return f"{datetime.now(tz=BEIJING) + timedelta(days=days):%Y-%m-%d}"


# Scenarios ------------------------------------------------------------------------------------------------------------


def claim(client: Client, *, of: str = "round", most: int = 900) -> int:
    """Claim some yuan and fen; return the coupon's id, 0 if refused."""
    amount = f"{client.chance.randint(1, most)}.{client.chance.randint(0, 99):02d}"
    body = {"round": client.world["rounds"][of], "amount": amount}
    step = "claim" if of == "round" else "claim of the last money"
    return int(client.post(step, client.firm, "coupons/", body).get("id", 0))


def give_back(client: Client) -> None:
    """Claim a coupon and return it."""
    coupon = claim(client)
    client.post("return", client.firm, f"coupons/{coupon}/return/", coupon=coupon)


def claim_the_last(client: Client) -> None:
    """Claim in the round whose money runs out: a coupon or a refusal."""
    claim(client, of="small", most=3000)


def be_refused(client: Client) -> None:
    """Send an amount above the cap, then another amount under a used key."""
    body = {"round": client.world["rounds"]["round"], "amount": "50000.01"}
    client.post("too much", client.firm, "coupons/", body)
    key, first = client.key(), {**body, "amount": "5.05"}
    client.post("claim", client.firm, "coupons/", first, key=key)
    client.post(AGAIN_STEP, client.firm, "coupons/", {**first, "amount": "6.06"}, key=key, first=first)


def redeem(client: Client) -> None:
    """Take a coupon from its claim to the formal check of its redemption."""
    coupons = [claim(client) for _ in range(client.chance.randint(1, 2))]
    contract = make_contract(client, coupons)
    work = {
        "service": client.lab["service"],
        "done_on": today(),
        "hours": "4.00",
        "amount": "8000.00",
        "description": client.key(),
    }
    client.post("record", client.lab, f"contracts/{contract}/records/", work, contract=contract)
    client.post("complete", client.lab, f"contracts/{contract}/complete/", contract=contract)
    client.post("accept results", client.firm, f"contracts/{contract}/accept-results/", contract=contract)
    redemption = int(client.post("redeem", client.lab, "redemptions/", {"contract": contract})["id"])
    seen = fill_in(client, contract, redemption)
    of: dict[str, Any] = {"redemption": redemption, "coupons": coupons}
    seen = client.post("submit", client.lab, f"redemptions/{redemption}/submit/", version_of(seen), **of)
    if client.chance.random() < 0.3:
        reason = {"reason": "付款回单不清晰", "fault": "unit", **version_of(seen)}
        seen = client.post("send back", client.world["officer"], f"redemptions/{redemption}/return/", reason, **of)
        answer = {"answer": "回单由银行出具", **version_of(seen)}
        seen = client.post("submit", client.lab, f"redemptions/{redemption}/submit/", answer, **of)
    client.post("accept", client.world["officer"], f"redemptions/{redemption}/accept/", version_of(seen), **of)


def version_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the version of a row as a command that signs what was seen sends it."""
    return {"version": row["version"]}


def make_contract(client: Client, coupons: list[int]) -> int:
    """Request a project, accept it, enter its contract, register the coupons; return the contract's id."""
    title = client.key()
    ask = {
        "asks": [{"unit": client.lab["party"]}],
        "title": title,
        "description": "示例需求",
        "expected_amount": "8000.00",
        "statutory_testing": False,
        "municipal_funding": False,
    }
    project = client.post("ask", client.firm, "projects/", ask)["projects"][0]["id"]
    client.post("agree", client.lab, f"projects/{project}/accept/", project=project)
    terms = {
        "project": project,
        "reference": title,
        "title": "示例测试",
        "category": "testing",
        "amount": "8000.00",
        "signed_on": today(),
        "start_on": today(),
        "end_on": today(5),
        "shortfall_bearer": "applicant",
        "related_party": False,
    }
    contract = int(client.post("draft", client.lab, "contracts/", terms)["id"])
    of: dict[str, Any] = {"contract": contract, "coupons": coupons}
    client.post("offer", client.firm, f"contracts/{contract}/offer/", {"coupons": coupons}, **of)
    client.post("register", client.lab, f"contracts/{contract}/register/", {"coupons": coupons}, **of)
    return contract


def fill_in(client: Client, contract: int, redemption: int) -> dict[str, Any]:
    """Enter amounts, invoice and files of a new redemption; return it as it is then."""
    path = f"redemptions/{redemption}"
    paid = {"actual_amount": "8000.00", "own_payment": "7000.00", "version": 1}
    seen = client.post("amounts", client.lab, f"{path}/update/", paid, redemption=redemption)
    invoice = {
        "number": f"26{contract:018d}",
        "issued_on": today(),
        "seller_uscc": client.lab["uscc"],
        "buyer_uscc": client.firm["uscc"],
        "buyer_name": client.firm["name"],
        "amount": "8000.00",
    }
    invoices = {"invoices": [invoice], **version_of(seen)}
    seen = client.post("invoices", client.lab, f"{path}/invoices/", invoices, redemption=redemption)
    for file in evidence(client.key()):
        client.upload(client.lab, f"{path}/attachments/", file)
    return seen


def ask_for_a_job(client: Client) -> None:
    """Start a job as administrator; it may be running already."""
    job = client.chance.choice(("seal_events", "lapse_unregistered", "prove", "remind", "expire_drafts"))
    client.post("job", client.world["admin"], "job-runs/", {"job": job})
    time.sleep(client.chance.uniform(1, 4))


SCENARIOS = {redeem: 6, give_back: 2, claim_the_last: 2, be_refused: 1}


def main() -> None:
    folder, number, port, seed = Path(sys.argv[1]), *(int(word) for word in sys.argv[2:5])
    client = Client(folder=folder, number=number, port=port, seed=seed)
    weights = {ask_for_a_job: 1} if number == 0 else SCENARIOS
    try:
        while True:
            client.chance.choices(list(weights), list(weights.values()))[0](client)
    except Finished:
        return


if __name__ == "__main__":
    main()
