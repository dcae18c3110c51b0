extension Schema {
    /// `custom_op`.
    static let customOpKeys: [KeySchema] = [
        KeySchema(
            .customOpMethod, .customOp, .text, values: ["register"],
            presence: .needed(when: "there is a custom_op section"),
            "How custom operators are found; `register` is the only way."),
        KeySchema(
            .opRegisterFiles, .customOp, .text, "Python files that register custom operators, separated by `;`."),
        KeySchema(.customOpDir, .customOp, .text, "The folder of those files, relative to the current folder."),
    ]
}
