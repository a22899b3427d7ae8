using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Verifiable.Neo.Script;
using Xunit;
using NeoVm = Neo.VM;

namespace Verifiable.Tests.Neo.Scripts;

/// <summary>The table of instructions against the virtual machine's own.</summary>
public sealed class OpCodeTests
{
    [Fact]
    public void Codes_OfTheTable_AreTheMachines() =>
        Assert.Equal(
            Enum.GetValues<NeoVm.OpCode>().ToDictionary(static code => code.ToString(), static code => (int)code),
            Enum.GetValues<OpCode>().ToDictionary(static code => code.ToString(), static code => (int)code));

    [Fact]
    public void Operands_OfEveryCode_AreTheMachines() =>
        Assert.Equal(
            MachineOperands(),
            Enum.GetValues<OpCode>().Select(static code =>
                (code.ToString(), Operands.SizeOf(code), Operands.PrefixOf(code))));

    private static IEnumerable<(string, int, int)> MachineOperands() =>
        Enum.GetNames<NeoVm.OpCode>().Select(static name =>
            (name, typeof(NeoVm.OpCode).GetField(name)!.GetCustomAttribute<NeoVm.OperandSizeAttribute>()))
            .Select(static pair => (pair.name, pair.Item2?.Size ?? 0, pair.Item2?.SizePrefix ?? 0));
}
