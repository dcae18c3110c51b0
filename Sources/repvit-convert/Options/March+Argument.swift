public import ArgumentParser
public import ONNXModel

extension March: ExpressibleByArgument {}
