using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Attestation.Vectors;
using Xunit;

namespace Verifiable.Tests.Verifier.Attestation.Signing;

public sealed class RecoverableSignatureTests
{
    // EIP-2098's two test cases.
    [Theory]
    [InlineData(
        "68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90",
        "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
        0,
        "7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064")]
    [InlineData(
        "9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
        "139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
        1,
        "939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793")]
    public void Compact_CasesOfEip2098_ConvertBothWays(string r, string s, byte parity, string vs)
    {
        RecoverableSignature signature = new(Hex.Word(Hex.Bytes(r)), Hex.Word(Hex.Bytes(s)), parity);
        Bytes32 compact = Hex.Word(Hex.Bytes(vs));

        Assert.Equal(compact, signature.Vs);
        Assert.Equal(signature, RecoverableSignature.FromCompact(signature.R, compact));
    }
}
