using System;
using System.Linq;
using Verifiable.Calibration.Quantised;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Quantised;

public sealed class CalibrationRowsTests
{
    // Written out by hand from the layout of README.md; each line is a word. The tags and the hash of the scenario
    // words come from viem's keccak256.
    private static readonly string[] Head =
    [
        "b3d4189e871e2ff5f413fd885e7172c76f06f3bbe3489bfa59284fe38959f9d4",
        "0000000000000000000000000000000000000000000000000000000000000001", // version
        "1111111111111111222222222222222233333333333333334444444444444444", // history
        "000000000000000000000000000000000000000000000000000000005e6a2280", // 2020-03-12T11:52:32Z
        "0000000000000000000000000000000000000000000000000000000000015180", // 86,400 seconds
        "000000000000000000000000000000000000000000000000000000e1d8816400", // 0.97e12
        "0000000000000000000000000000000000000000000000000000000000000002", // two underlyings
        "4254430000000000000000000000000000000000000000000000000000000000", // BTC
        "0000000000000000000000000000000000000000000000000000000ba43b7400", // 0.05e12
        "4554480000000000000000000000000000000000000000000000000000000000", // ETH
        "0000000000000000000000000000000000000000000000000000001176592e00", // 0.075e12
        "000000000000000000000000000000000000000000000000000000e8d4a51000", // 1
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffff8b95ad7800", // -0.5
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffff8b95ad7800",
        "000000000000000000000000000000000000000000000000000000e8d4a51000",
        "91df512b57e1c1ebc31b330cd5f4db18750e986cea67c773c81b0e7152a1dd9d",
    ];

    private static readonly string[] Scenarios =
    [
        "b74c9996ba38e27849688dec3c171d5761be5d5363c6ac9fa7a1db6f69882b5e",
        "0000000000000000000000000000000000000000000000000000000000000002",
        "0000000000000000000000000000000000000000000000000000000000000002",
        "4254430000000000000000000000000000000000000000000000000000000000",
        "4554480000000000000000000000000000000000000000000000000000000000",
        "0000010000000000000000010000000100000000000000000000000000000000", // dampening 1, weight 1, flag 1
        "ffffff0000000000000001000000000000000000000000000000000000000000", // z = -1
        "0000018000000000000001000000000000000000000000000000000000000000", // z = 1.5
        "0000010000000000000000030000000100000000000000000000000000000000", // weight 3
        "0000000000000000000001000000000000000000000000000000000000000000",
        "0000000000000001000001000000000000000000000000000000000000000000",
    ];

    private static readonly MarginCalibration Small = new(
        Bytes32.Read(Convert.FromHexString(Head[2])),
        new Instant(0x5e6a2280),
        86_400,
        new Ratio(970_000_000_000),
        [Underlying("BTC"), Underlying("ETH")],
        [new Volatility(50_000_000_000), new Volatility(75_000_000_000)],
        [new Ratio(Ratio.One), new Ratio(-Ratio.One / 2), new Ratio(-Ratio.One / 2), new Ratio(Ratio.One)],
        [
            new ResidualScenario(new Instant(1), 1, [-(1L << 40), 3L << 39]),
            new ResidualScenario(new Instant(2), 3, [0, 1]),
        ]);

    [Fact]
    public void Write_SmallCalibration_IsWordForWordTheLayout() =>
        Assert.Equal(
            Head.Concat(Scenarios),
            CalibrationRows.Write(Small).Chunk(Bytes32.Length).Select(Convert.ToHexStringLower));

    [Fact]
    public void Hash_SmallCalibration_IsKeccakOfTheHead() =>
        Assert.Equal(
            "0x3a215fac0235cf6a13fbabde55ff9e3f58a6f1d74a3d0441750a0419a8608681",
            CalibrationRows.Hash(Small).ToString());

    // The head commits to what it does not hold.
    [Fact]
    public void Hash_OtherResidual_IsAnother()
    {
        MarginCalibration other = Small with
        {
            Scenarios = [Small.Scenarios[0], Small.Scenarios[1] with { ResidualsQ40 = [0, 2] }],
        };

        Assert.NotEqual(CalibrationRows.Hash(Small), CalibrationRows.Hash(other));
    }

    private static UnderlyingId Underlying(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying)
            ? underlying
            : throw new ArgumentException(name, nameof(name));
}
