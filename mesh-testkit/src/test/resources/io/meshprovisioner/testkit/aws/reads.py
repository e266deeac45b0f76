"""Reads the account at argv[1] with key argv[2] and secret argv[3]; prints what it saw as JSON."""
import json
import sys

import botocore.config
import botocore.exceptions
import botocore.session

endpoint, key, secret = sys.argv[1:4]
config = botocore.config.Config(retries={"max_attempts": 0}, connect_timeout=10, read_timeout=20)


def client(service, used_secret=secret):
    return botocore.session.get_session().create_client(
        service,
        region_name="us-west-2",
        endpoint_url=endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=used_secret,
        config=config,
    )


def code(call):
    try:
        call()
        return "no error"
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]


ec2, eks, iam, ssm = client("ec2"), client("eks"), client("iam"), client("ssm")
vpc = ec2.describe_vpcs(Filters=[{"Name": "tag:mesh", "Values": ["demo"]}])["Vpcs"][0]["VpcId"]
subnets = ec2.get_paginator("describe_subnets").paginate(
    Filters=[{"Name": "vpc-id", "Values": [vpc]}], PaginationConfig={"PageSize": 5}
)
print(
    json.dumps(
        {
            "account": client("sts").get_caller_identity()["Account"],
            "vpc": vpc,
            "subnets": sum(len(page["Subnets"]) for page in subnets),
            "cluster": eks.describe_cluster(name="demo")["cluster"]["status"],
            "roles": [role["RoleName"] for role in iam.list_roles()["Roles"]],
            "parameter": ssm.get_parameter(Name="/demo/x")["Parameter"]["Value"],
            "errors": [
                code(lambda: ec2.describe_vpcs(VpcIds=["vpc-0123"])),
                code(lambda: eks.describe_cluster(name="none")),
                code(lambda: iam.get_role(RoleName="none")),
                code(lambda: ssm.get_parameter(Name="/none")),
                code(lambda: client("elb").describe_load_balancers(LoadBalancerNames=["none"])),
                code(lambda: ec2.create_vpc(CidrBlock="10.0.0.0/16", DryRun=True)),
                code(lambda: client("ec2", "wrong").describe_vpcs()),
            ],
        }
    )
)
