using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Verifiable.Neo.Script;
using Xunit;

namespace Verifiable.Tests.Neo.Scripts;

/// <summary>The table of instructions against the virtual machine's own.</summary>
public sealed class OpCodeTests
{
    [Fact]
    public void Codes_OfTheTable_AreTheMachines() =>
        Assert.Equal(
            Enum.GetValues<global::Neo.VM.OpCode>().ToDictionary(static code => code.ToString(), static code => (int)code),
            Enum.GetValues<OpCode>().ToDictionary(static code => code.ToString(), static code => (int)code));

    [Fact]
    public void Operands_OfEveryCode_AreTheMachines() =>
        Assert.Equal(
            MachineOperands(),
            Enum.GetValues<OpCode>().Select(static code =>
                (code.ToString(), Operands.SizeOf(code), Operands.PrefixOf(code))));

    private static IEnumerable<(string, int, int)> MachineOperands() =>
        Enum.GetNames<global::Neo.VM.OpCode>().Select(static name =>
            (name, typeof(global::Neo.VM.OpCode).GetField(name)!.GetCustomAttribute<global::Neo.VM.OperandSizeAttribute>()))
            .Select(static pair => (pair.name, pair.Item2?.Size ?? 0, pair.Item2?.SizePrefix ?? 0));
}
