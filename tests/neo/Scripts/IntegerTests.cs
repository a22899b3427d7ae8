using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Verifiable.Neo.Script;
using Verifiable.Tests.Neo.Machine;
using Xunit;

namespace Verifiable.Tests.Neo.Scripts;

/// <summary>Constants of every length, as the machine reads them back.</summary>
public sealed class IntegerTests
{
    /// <summary>The lengths that a 64-bit constant and its bounds need, and those of 128 bits.</summary>
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 17)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Push_OfEveryLength_IsReadBack(int bytes)
    {
        BigInteger half = BigInteger.One << ((8 * bytes) - 1);
        BigInteger[] constants = [-half, -half + 1, -half - 1, half, half - 1, -(half / 3), half / 3];

        IEnumerable<BigInteger> read = constants.Select(static constant =>
        {
            Fragment fragment = new("constant");
            fragment.Push(constant);
            fragment.Add(Verifiable.Neo.Script.OpCode.RET);
            byte[] script = new ScriptAssembler([fragment]).Write();
            return VirtualMachine.Run(new global::Neo.VM.Script(script), 0, []).Result;
        });

        Assert.Equal(constants, read);
    }
}
