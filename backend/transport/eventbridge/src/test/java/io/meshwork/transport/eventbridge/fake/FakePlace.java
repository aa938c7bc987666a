package io.meshwork.transport.eventbridge.fake;

/** Where a fake stands. */
record FakePlace(String region, String account) {
  String arns(String service) {
    return "arn:aws:%s:%s:%s:".formatted(service, region, account);
  }
}
