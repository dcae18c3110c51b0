import ArgumentParser
import InputContract
import ModelChecks

extension March: ExpressibleByArgument {}
