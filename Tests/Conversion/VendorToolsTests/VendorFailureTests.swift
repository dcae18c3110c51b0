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

    @Test("A step fails with its script's own error, else with the vendor's")
    func step() {
        func reason(_ lines: String...) -> String {
            MapperStep.reason(ToolResult(exitStatus: 2, seconds: 1, lastLines: lines))
        }
        #expect(
            reason("ValueError: x", "error: calibration_type invalid", "  log: /b.log") == "calibration_type invalid")
        #expect(reason("ValueError: x", "noise") == "ValueError: x")
    }
}
