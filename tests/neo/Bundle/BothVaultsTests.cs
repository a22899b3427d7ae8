using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Neo.Chain;
using Verifiable.Tests.Neo.Vault;
using Xunit;
using Xunit.Abstractions;
using RealChain = Verifiable.Benchmarks.Inputs.Chain;
using ReplayBundle = Verifiable.Attestation.Bundles.Bundle;

namespace Verifiable.Tests.Neo.Bundle;

/// <summary>One bundle of the command line, shown to the vault on a Hardhat node and to the one on Neo.</summary>
public sealed class BothVaultsTests(ITestOutputHelper output)
{
    private const long Paid = 1_000_000_000;

    [Fact]
    public async Task Withdraw_OnOneBundle_IsPaidByBothVaultsOnce()
    {
        await using EvmStage evm = await EvmStage.StartAsync(output);
        ImmutableArray<Position> rows = Rows();
        Book book = await evm.TradeAsync(rows);
        VaultFixture neo = OnNeo(evm, book);
        await WriteStateAsync(evm, neo);

        await evm.OnChainAsync(
            0,
            "attest -m market.json -p portfolio-scan-1.0 -b book.json --purpose withdraw --amount 1000 "
                + $"--to {evm.Recipient} --signers attesters.json --keystore attester0.json --password-file password "
                + "--neo neo.json -o both.vmb");
        await evm.RunAsync(5, "verify both.vmb --signers attesters.json");
        await evm.RunAsync(0, "sign both.vmb --keystore attester3.json --password-file password");
        await evm.RunAsync(0, "sign both.vmb --keystore attester1.json --password-file password");
        ReplayBundle bundle = ReplayBundle.Decode(await File.ReadAllBytesAsync(Path.Combine(evm.Folder, "both.vmb")));
        string until = Documents.Text.InstantText.Format(new Instant((long)bundle.Attestation.ValidUntil));
        await evm.RunAsync(0, $"verify both.vmb --signers attesters.json --at {until}");
        await evm.RunAsync(0, "replay both.vmb --signers attesters.json");

        await evm.OnChainAsync(
            0,
            "chain withdraw both.vmb --keystore key2.json --password-file password");
        await evm.OnChainAsync(
            6,
            "chain withdraw both.vmb --keystore key2.json --password-file password");
        CallOutcome paid = Withdraw(neo, bundle, bundle.Neo!.VaultSignatures());
        CallOutcome again = Withdraw(neo, bundle, bundle.Neo!.VaultSignatures());

        output.WriteLine($"the same bundle at the vault on Neo: {string.Join(", ", paid.Events)}{paid.Fault}, "
            + $"{paid.Gas / 1e8:F4} GAS; once more: {again.Fault}");
        Assert.Equal((UInt128)Paid, await evm.BalanceAsync());
        Assert.Equal((null, "SequenceMismatch"), (paid.Fault, again.Fault));
        Assert.Equal(Paid, neo.Balance(VaultFixture.Alice));
        Assert.Equal(
            (bundle.Attestation.Equity, bundle.Attestation.InitialMargin),
            (bundle.Neo.Attestation.Equity, bundle.Neo.Attestation.InitialMargin));
    }

    /// <summary>Three options of the real chain, sold and bought.</summary>
    private static ImmutableArray<Position> Rows() =>
    [
        .. RealChain.Options(RealChain.Market).Where(static (_, at) => at % 150 == 75).Take(3).Select(
            static (option, at) => new Position(
                option, new Quantity(at == 1 ? 2_00000000 : -1_00000000), default, default)),
    ];

    /// <summary>A vault on Neo with the same committee, the same market, and the account with the same book.</summary>
    private static VaultFixture OnNeo(EvmStage evm, Book book)
    {
        VaultFixture neo = new(
            new MarginCase(evm.Market, RealChain.ScanModel, RealChain.Scan.Scenarios.Set, book),
            [.. evm.Attesters],
            3);
        ImmutableArray<Position> fills = neo.AtMarks(book.Positions);
        neo.Deposit(VaultFixture.Alice, book.Cash.Raw - neo.After(VaultFixture.Alice, [], fills).Cash.Raw);
        neo.Deposit(VaultFixture.Bob, VaultFixture.Million);
        Assert.Null(neo.Trade(VaultFixture.Alice, VaultFixture.Bob, fills).Fault);
        Assert.Equal(book.Cash.Raw, neo.Cash(VaultFixture.Alice));
        return neo;
    }

    private static Task WriteStateAsync(EvmStage evm, VaultFixture neo)
    {
        string alice = VaultFixture.Alice.ToString();
        string state =
            $$"""
            { "network": {{neo.Domain.Network}}, "vault": "{{neo.Vault}}", "account": "{{alice}}",
              "recipient": "{{alice}}", "sequence": {{neo.Sequence(VaultFixture.Alice)}}, "epoch": 1,
              "round": {{neo.Round}}, "blockNumber": 0, "blockHash": "{{neo.Chain.Genesis}}" }
            """;
        return File.WriteAllTextAsync(Path.Combine(evm.Folder, "neo.json"), state);
    }

    private static CallOutcome Withdraw(VaultFixture neo, ReplayBundle bundle, byte[] signatures) => neo.Chain.Call(
        neo.Vault,
        "withdraw",
        [VaultFixture.Alice],
        VaultFixture.Alice,
        Paid,
        VaultFixture.Alice,
        bundle.Neo!.Attestation.ToWords().ToArray(),
        signatures);
}
