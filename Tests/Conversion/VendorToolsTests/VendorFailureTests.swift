import Testing
@testable import VendorTools

@Suite struct VendorFailureTests {
    @Test(
        "The reason is the exception, else the last error that was logged, else the last line",
        arguments: [
            (
                [
                    "Traceback (most recent call last):", "  File \"a.py\", line 1, in <module>",
                    "ValueError: no such march",
                ],
                "ValueError: no such march"
            ),
            (
                [
                    "google.protobuf.message.DecodeError: Error parsing message with type 'onnx.ModelProto'",
                    "2026-01-02 03:04:05,678 INFO bye",
                ],
                "google.protobuf.message.DecodeError: Error parsing message with type 'onnx.ModelProto'"
            ),
            (
                [
                    "2026-01-02 03:04:05,678 INFO Start", "2026-01-02 03:04:05,678 ERROR calibration_type invalid",
                    "2026-01-02 03:04:05,678 INFO End",
                ],
                "calibration_type invalid"
            ),
            (["something", "", "  last words  ", ""], "last words"),
            ([], "it printed nothing"),
        ])
    func reasons(lines: [String], expected: String) {
        #expect(VendorFailure.reason(in: lines) == expected)
    }

    @Test("A step's own error loses what the message says anyway")
    func step() {
        let line = "error: 03_build: calibration_type invalid (exit status 255, log: /a/b.log)"
        let result = ToolResult(exitStatus: 2, seconds: 1, lastLines: ["noise", line, "  fix: none"])
        #expect(MapperStep.reason(result) == "calibration_type invalid")
    }
}
