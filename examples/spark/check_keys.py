"""Checks the keys of a data set, one JSON object per line, on every machine of a Spark cluster.

spark-submit check_keys.py KEYS CODES: writes how many keys each rule has something to say about. Each partition goes
through one process of the command line, which must be on every machine.
"""

import json
import subprocess
import sys

import pandas
from pyspark.sql import SparkSession

COMMAND = ["tyk-session", "check", "--endpoint", "gateway-key", "--ndjson", "--format", "json", "-"]


def check(batches):
    for batch in batches:
        keys = "".join(f"{key}\n" for key in batch["value"])
        answer = subprocess.run(COMMAND, input=keys, capture_output=True, text=True)
        if answer.returncode > 1:
            raise RuntimeError(answer.stderr)
        issues = [issue["code"] for line in answer.stdout.splitlines() for issue in json.loads(line).get("issues", [])]
        yield pandas.DataFrame({"code": pandas.Series(issues, dtype="str")})


if __name__ == "__main__":
    keys, codes = sys.argv[1:]
    spark = SparkSession.builder.appName("check keys").getOrCreate()
    spark.read.text(keys).mapInPandas(check, "code string").groupBy("code").count().coalesce(1).write.json(codes)
