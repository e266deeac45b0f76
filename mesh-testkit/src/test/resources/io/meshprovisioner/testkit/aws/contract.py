"""Holds recorded answers against botocore's service models: every element known, every required member there.

Reads one JSON object a line from standard input: {"operation": "ec2:CreateVpc", "body": "..."}; prints one line for each
deviation.
"""
import json
import re
import sys
import xml.etree.ElementTree as ET

import botocore.session

NAMES = {"elasticloadbalancing": "elb", "elasticloadbalancingv2": "elbv2"}
# What AWS answers although its models do not list it. States of VPC endpoints come in small letters (the AWS CLI's
# examples show them), and the models have capitals.
BEYOND_MODELS = {"available", "nat_gateway", "pending", "deleting"}
SESSION = botocore.session.get_session()
MODELS = {}


def model(service):
    name = NAMES.get(service, service)
    if name not in MODELS:
        MODELS[name] = SESSION.get_service_model(name)
    return MODELS[name]


def local(element):
    return element.tag.split("}")[-1]


def scalar(shape, text, path, report):
    kind = shape.type_name
    if kind == "boolean" and text not in ("true", "false"):
        report(f"{path}: {text!r} is no boolean")
    if kind in ("integer", "long") and not re.fullmatch(r"-?\d+", text or ""):
        report(f"{path}: {text!r} is no number")
    if kind == "timestamp" and not re.match(r"\d{4}-\d\d-\d\dT", text or ""):
        report(f"{path}: {text!r} is no timestamp")
    if shape.enum if hasattr(shape, "enum") else None:
        if text not in shape.enum and text not in BEYOND_MODELS:
            report(f"{path}: {text!r} is none of {list(shape.enum)[:12]}")


def check_xml(shape, element, path, report, ec2):
    kind = shape.type_name
    if kind == "structure":
        members = {}
        for name, member in shape.members.items():
            members[member.serialization.get("name", name)] = (name, member)
        seen = set()
        for child in element:
            tag = local(child)
            if tag not in members:
                if not (ec2 and tag in ("requestId", "return")):
                    report(f"{path}: unknown element <{tag}>")
                continue
            seen.add(members[tag][0])
            check_xml(members[tag][1], child, f"{path}/{tag}", report, ec2)
        for required in shape.required_members:
            if required not in seen:
                report(f"{path}: required member {required} is missing")
    elif kind == "list":
        name = shape.member.serialization.get("name", "member")
        for child in element:
            if local(child) != name:
                report(f"{path}: list element <{local(child)}> instead of <{name}>")
            check_xml(shape.member, child, f"{path}/{name}", report, ec2)
    elif kind != "map":
        scalar(shape, element.text or "", path, report)


def check_json(shape, value, path, report):
    kind = shape.type_name
    if value is None:
        return
    if kind == "structure":
        if not isinstance(value, dict):
            report(f"{path}: no object")
            return
        members = {}
        for name, member in shape.members.items():
            members[member.serialization.get("name", name)] = (name, member)
        for name, part in value.items():
            if name not in members:
                report(f"{path}: unknown member {name}")
            else:
                check_json(members[name][1], part, f"{path}/{name}", report)
        for required in shape.required_members:
            if required not in value:
                report(f"{path}: required member {required} is missing")
    elif kind == "list":
        if not isinstance(value, list):
            report(f"{path}: no list")
            return
        for part in value:
            check_json(shape.member, part, path + "[]", report)
    elif kind == "map":
        if not isinstance(value, dict):
            report(f"{path}: no map")
    elif kind == "boolean":
        if not isinstance(value, bool):
            report(f"{path}: {value!r} is no boolean")
    elif kind in ("integer", "long", "double", "float", "timestamp"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            report(f"{path}: {value!r} is no number")
    elif kind == "string":
        if not isinstance(value, str):
            report(f"{path}: {value!r} is no text")
        elif shape.enum and value not in shape.enum:
            report(f"{path}: {value!r} is none of {list(shape.enum)[:12]}")


def check(entry, report):
    service, operation = entry["operation"].split(":")
    described = model(service)
    if operation not in described.operation_names:
        report("unknown to botocore: perhaps newer than its models")
        return
    output = described.operation_model(operation).output_shape
    if described.metadata["protocol"] in ("rest-json", "json"):
        if output is not None:
            check_json(output, json.loads(entry["body"] or "{}"), "", report)
        return
    root = ET.fromstring(entry["body"])
    if local(root) != operation + "Response":
        report(f"root element is {local(root)}")
    ec2 = service == "ec2"
    if ec2:
        if output is not None:
            check_xml(output, root, "", report, True)
        return
    wrapper = (output.serialization.get("resultWrapper") if output is not None else None)
    for child in root:
        tag = local(child)
        if tag == "ResponseMetadata":
            continue
        if tag != wrapper:
            report(f"unexpected <{tag}>")
        else:
            check_xml(output, child, "", report, False)


def main():
    problems = set()
    for line in sys.stdin:
        if line.strip():
            entry = json.loads(line)
            check(entry, lambda text: problems.add(f"{entry['operation']}: {text}"))
    for problem in sorted(problems):
        print(problem)


main()
