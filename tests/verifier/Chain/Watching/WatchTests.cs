using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Cli;
using Xunit;

namespace Verifiable.Tests.Verifier.Chain.Watching;

/// <summary>
/// The watcher as its users run it, against the deployed protocol: lies are planted, processes killed, blocks replaced.
/// </summary>
public sealed class WatchTests(WatchStage stage) : IClassFixture<WatchStage>, IAsyncLifetime
{
    private readonly string _folder = stage.NewFolder();
    private string _snapshot = string.Empty;

    public async Task InitializeAsync() => _snapshot = await stage.Chain.Dev.SnapshotAsync();

    public async Task DisposeAsync()
    {
        await stage.Chain.Dev.RevertAsync(_snapshot);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The way of a lie: queued, seen, disproved, stopped, slashed, and its bonds insure the vault.</summary>
    [Fact]
    public async Task Watch_OfAPlantedLie_DisprovesItAndItsSignersAreSlashed()
    {
        WithdrawAction action = stage.Withdrawal(60_000_000_000);
        Bundle wrong = await stage.AttestAsync(
            action, static one => one with { InitialMargin = one.InitialMargin - 1 });
        Bytes32 digest = stage.Plant(_folder, wrong);
        BigInteger exit = await stage.QueueAsync(action, wrong);

        Outcome outcome = await CommandLine.RunAsync(_folder, stage.Arguments("watch", "bundles", "--once"));

        Assert.Equal((1, string.Empty), (outcome.Code, outcome.Error));
        Assert.Contains($"{digest} Wrong: initialMargin is ", outcome.Out, StringComparison.Ordinal);
        Assert.Contains($"{digest} Disproved: in 0x", outcome.Out, StringComparison.Ordinal);
        Assert.True(await stage.ProvedAsync(digest));
        await stage.Chain.Dev.IncreaseTimeAsync(6 * 3_600);
        MarginException stopped = await Assert.ThrowsAsync<MarginException>(
            () => stage.Contracts.Vault.FinaliseWithdrawAsync(stage.Stranger, exit));
        Assert.Equal($"ExitDisputed(digest: {digest})", stopped.Value);
        await AssertSlashedAsync(digest, wrong);
    }

    /// <summary>One dispute by hand, and the same bundle again.</summary>
    [Fact]
    public async Task Dispute_OfALie_DisprovesItOnce()
    {
        Bundle wrong = await stage.AttestAsync(
            stage.Withdrawal(1_000_000), static one => one with { Equity = one.Equity + 1 });
        Bytes32 digest = stage.Plant(_folder, wrong);
        string[] dispute = ["chain", "dispute", Path.Combine("bundles", $"{digest}.vmb")];

        Outcome first = await CommandLine.RunAsync(_folder, stage.Arguments(dispute));
        Outcome second = await CommandLine.RunAsync(_folder, stage.Arguments(dispute));

        Assert.Equal(0, first.Code);
        Assert.StartsWith($"{digest}: disproved by Equity, ", first.Out, StringComparison.Ordinal);
        Assert.Equal(6, second.Code);
        Assert.Contains("AlreadyProved", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispute_OfTheTruth_IsNotBroughtAtAll()
    {
        Bundle right = await stage.AttestAsync(stage.Withdrawal(1_000_000));
        Bytes32 digest = stage.Plant(_folder, right);

        Outcome outcome = await CommandLine.RunAsync(
            _folder, stage.Arguments("chain", "dispute", Path.Combine("bundles", $"{digest}.vmb")));

        Assert.Equal((1, $"{digest}: every number is right\n"), (outcome.Code, outcome.Out));
        Assert.False(await stage.ProvedAsync(digest));
    }

    /// <summary>The block of the proof is replaced by an empty one: the watcher sees it and proves again.</summary>
    [Fact]
    public async Task Watch_ThroughAReorganisation_ProvesAgain()
    {
        Bundle wrong = await stage.AttestAsync(
            stage.Withdrawal(1_000_000), static one => one with { MaintenanceMargin = one.MaintenanceMargin + 1 });
        Bytes32 digest = stage.Plant(_folder, wrong);
        using Process watch = stage.StartWatch(_folder);
        string first = await WatchStage.UntilAsync(watch, $"{digest} Disproved");
        Assert.Contains("Disproved", first, StringComparison.Ordinal);
        Block head = (await stage.Chain.Node.FindBlockAsync(BlockReference.Latest))!;
        await WaitAsync(() => Remembered().Contains($"{head.Hash}", StringComparison.Ordinal));

        await stage.Chain.Dev.ReorganiseAsync(1);
        string again = await WatchStage.UntilAsync(watch, $"{digest} Disproved");

        Assert.Contains("Disproved", again, StringComparison.Ordinal);
        Assert.True(await stage.ProvedAsync(digest));
        Assert.Equal(1, await stage.ProofsAsync(digest));
        await WatchStage.KillAsync(watch);
        Assert.Contains(
            "Reorganised", await watch.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Killed while its proof waits to be mined: the next run offers the same bytes, and the chain holds one proof.
    /// What it had found right it does not find again.
    /// </summary>
    [Fact]
    public async Task Watch_KilledWithAProofOnItsWay_EndsItInTheNextRun()
    {
        Bytes32 right = stage.Plant(_folder, await stage.AttestAsync(stage.Withdrawal(2_000_000)));
        using Process first = stage.StartWatch(_folder);
        await WatchStage.UntilAsync(first, $"{right} Right");
        await WaitAsync(() => Remembered().Contains($"{right}", StringComparison.Ordinal));
        Bundle wrong = await stage.AttestAsync(
            stage.Withdrawal(1_000_000), static one => one with { ValueAtRisk = one.ValueAtRisk + 1 });
        await stage.Chain.Dev.SetAutomineAsync(false);
        Bytes32 digest = stage.Plant(_folder, wrong);
        await WaitAsync(() => Text("watch.json.journal").Length > 0);

        await WatchStage.KillAsync(first);
        await stage.Chain.Dev.SetAutomineAsync(true);
        await stage.Chain.Dev.MineAsync();
        Outcome second = await CommandLine.RunAsync(_folder, stage.Arguments("watch", "bundles", "--once"));

        Assert.Equal(1, second.Code);
        Assert.Contains($"{digest} Wrong: valueAtRisk is ", second.Out, StringComparison.Ordinal);
        Assert.DoesNotContain($"{right}", second.Out, StringComparison.Ordinal);
        Assert.True(await stage.ProvedAsync(digest));
        Assert.Equal(1, await stage.ProofsAsync(digest));
    }

    /// <summary>The node goes away for a while in which a lie arrives; the watcher waits for it, and goes on.</summary>
    [Fact]
    public async Task Watch_OfANodeThatFails_WaitsAndGoesOn()
    {
        using FailingLine line = new(stage.Chain.Url);
        Bytes32 right = stage.Plant(_folder, await stage.AttestAsync(stage.Withdrawal(2_000_000)));
        Bundle wrong = await stage.AttestAsync(
            stage.Withdrawal(1_000_000), static one => one with { PriorExcess = 1 });
        using Process watch = stage.StartWatch(_folder, line.Url);
        await WatchStage.UntilAsync(watch, $"{right} Right");

        line.Cut();
        string waiting = await watch.StandardError.ReadLineAsync() ?? string.Empty;
        Bytes32 digest = stage.Plant(_folder, wrong);
        line.Mend();
        string disproved = await WatchStage.UntilAsync(watch, $"{digest} Disproved");

        Assert.StartsWith("Waiting: NodeUnreachable", waiting, StringComparison.Ordinal);
        Assert.Contains("Disproved", disproved, StringComparison.Ordinal);
        Assert.True(await stage.ProvedAsync(digest));
        await WatchStage.KillAsync(watch);
    }

    /// <summary>The chain names an attestation, and the folder has no bundle of it.</summary>
    [Fact]
    public async Task Watch_OfAnAcceptedAttestationWithoutABundle_TellsThatItIsMissing()
    {
        WithdrawAction action = stage.Withdrawal(3_000_000);
        Bundle right = await stage.AttestAsync(action);
        Bytes32 digest = stage.Plant(_folder, right);
        File.Delete(Path.Combine(_folder, "bundles", $"{digest}.vmb"));
        await stage.QueueAsync(action, right);

        Outcome outcome = await CommandLine.RunAsync(_folder, stage.Arguments("watch", "bundles", "--once"));

        Assert.Equal(0, outcome.Code);
        Assert.StartsWith($"{digest} Missing: ", outcome.Out, StringComparison.Ordinal);
    }

    /// <summary>Three bonds of a million: a quarter to the challenger, half into the insurance.</summary>
    private async Task AssertSlashedAsync(Bytes32 digest, Bundle wrong)
    {
        await stage.Chain.Dev.IncreaseTimeAsync(7 * 86_400);
        await stage.Chain.Dev.MineAsync();
        AttesterBond bonds = stage.Contracts.Bonds;
        await bonds.ExecuteSlashAsync(stage.Stranger, await PendingProofAsync(digest));
        await bonds.Contract.SendAsync(stage.Stranger, "claimFor", [stage.Contracts.Vault.Address]);

        foreach (Address signer in wrong.Signatures.MarkedSigners())
        {
            Assert.Equal(UInt128.Zero, (await bonds.BondAsync(signer)).Amount);
        }

        Assert.Equal((UInt128)750_000_000_000, await bonds.OwedAsync(stage.ChallengerAddress));
        Assert.Equal(UInt128.Zero, await bonds.OwedAsync(stage.Contracts.Vault.Address));
        UInt128 held = (await stage.Contracts.CashToken.CallAsync("balanceOf", [stage.Contracts.Vault.Address]))
            .Items[0].Value.AsUInt128();
        Assert.Equal((UInt128)(100_000_000_000 + 1_500_000_000_000), held);
    }

    private async Task<Bytes32> PendingProofAsync(Bytes32 digest)
    {
        Block head = (await stage.Chain.Node.FindBlockAsync(BlockReference.Latest))!;
        Assert.Equal(1, await stage.ProofsAsync(digest));
        return (await stage.Contracts.Bonds.Contract.EventsAsync("SlashPending", 0, head.Number))
            .Last().Fields["proofId"].AsBytes32();
    }

    private string Remembered() => Text("watch.json");

    private string Text(string name)
    {
        string file = Path.Combine(_folder, "bundles", name);
        return File.Exists(file) ? File.ReadAllText(file) : string.Empty;
    }

    private static async Task WaitAsync(Func<bool> holds)
    {
        for (int i = 0; i < 600 && !holds(); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(holds());
    }
}
