using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;

namespace Verifiable.Cli.Chain;

/// <summary>chain bid: buys a proportional slice of an account in auction.</summary>
internal static class ChainBid
{
    private static readonly Option<string> Bidder = new("--party")
    {
        Description = "The bidder's account and its owner's keystore, as 0xf39f...=owner.json.",
        Required = true,
        HelpName = "ACCOUNT=KEYSTORE",
    };

    private static readonly Option<string?> Fraction = new("--fraction")
    {
        Description = "The share to buy, as 0.25; without it the largest that the auction allows.",
    };

    private static readonly Option<string?> Committee = new("--signers")
    {
        Description = "The attesters' committee file; without it the contract recomputes the bidder's margin.",
        HelpName = "FILE",
    };

    private const int PpmPlaces = 6;
    private const long WholePpm = 1_000_000;
    private const ulong ValidForSeconds = 120;

    internal static Command Create()
    {
        Command command = new(
            "bid",
            "Buy a slice of an account in auction. The book is the debtor's.\n\nExamples:\n"
            + "  verifiable chain bid -m market.json -b debtor.json --party 0xbb..=b.json\n"
            + "  verifiable chain bid -m market.json -b debtor.json --party 0xbb..=b.json --signers attesters.json "
            + "--signer k1.json --signer k2.json --signer k3.json")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            Bidder,
            Fraction,
            Committee,
            KeyOptions.Signers,
            KeyOptions.PasswordFile,
        };
        ChainOptions.AddTo(command);
        command.Validators.Add(static result =>
            OptionRules.RequireNone(
                result, Committee.Name, OptionRules.IsGiven(result, Committee) ? [] : [KeyOptions.Signers]));
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        uint? asked = parsed.GetValue(Fraction) is string text
            ? (uint)DecimalText.Parse(text, PpmPlaces, 1, WholePpm, string.Empty, "--fraction")
            : null;
        MarginInputs inputs = MarginInputs.ReadAttested(parsed);
        Book debtor = inputs.Book.Book;
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using Party party = await Party.OpenAsync(
            parsed, connection, contracts, parsed.GetRequiredValue(Bidder), cancellation);
        AttestedInputs bound = await AttestationBinder.InputsAsync(contracts, inputs, debtor, cancellation);
        ProofInputs proof = new(inputs, ShownMarket.Of(inputs.Market, bound.Round));
        MarginResult margin = proof.Margin(debtor);

        Block head = await connection.HeadAsync(cancellation);
        (uint discount, _) = await contracts.Auction.PriceAsync(debtor.Account, head.TimeSeconds, cancellation);
        uint fraction = asked ?? await contracts.Auction.LargestFractionAsync(
            margin.Equity.Raw, (UInt128)margin.MaintenanceMargin.Raw, discount, cancellation);
        long cost = (long)((Int128)margin.Equity.Raw * discount / WholePpm * fraction / WholePpm) + 1;
        Book after = new SliceAction(fraction).Apply(party.Book, debtor, cost);
        AuctionBid bid = new(
            debtor.Account, party.Book.Account, fraction, cost, debtor.Positions, party.Book.Positions);
        using TransactionSender bidder = connection.Sender(party.Key);
        TransactionReceipt receipt = parsed.GetValue(Committee) is null
            ? await contracts.Auction.BidProvedAsync(
                bidder,
                bid,
                proof.Market,
                proof.Witness(debtor),
                TailTotals.Hint(proof.Margin(after).Totals, proof.Scenarios, proof.Model.Measure),
                cancellation)
            : await BidAttestedAsync(parsed, connection, contracts, proof, after, bid, bidder, cancellation);
        Terminal terminal = Terminal.From(parsed);
        string share = DecimalText.Format(fraction, PpmPlaces);
        terminal.Answer($"bought {share} of {debtor.Account} for at most {cost} raw units, {receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject
        {
            ["status"] = "sold",
            ["fraction"] = share,
            ["cost"] = cost,
            ["gas"] = receipt.GasUsed,
        });
        return ExitCode.Yes;
    }

    /// <summary>Buys on an attestation of the bidder, and on one of the debtor where the model has no witness.</summary>
    private static async Task<TransactionReceipt> BidAttestedAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        ProofInputs proof,
        Book after,
        AuctionBid bid,
        TransactionSender bidder,
        CancellationToken cancellation)
    {
        SignedAttestation gate = await AttestAsync(
            parsed, connection, contracts, proof.Documents, after, Purpose.Trade, bid.ActionHash(), cancellation);
        if (await IsWitnessedAsync(contracts, cancellation))
        {
            return await contracts.Auction.BidAsync(
                bidder, bid, proof.Market, proof.Witness(proof.Book), gate, cancellation);
        }

        SignedAttestation debtor = await AttestAsync(
            parsed, connection, contracts, proof.Documents, proof.Book, Purpose.Liquidate, default, cancellation);
        return await contracts.Auction.BidAttestedAsync(bidder, bid, debtor, gate, cancellation);
    }

    /// <summary>Whether the vault's model has witnesses: then no attestation of the debtor is taken.</summary>
    private static async Task<bool> IsWitnessedAsync(ProtocolContracts contracts, CancellationToken cancellation)
    {
        Bytes32 model = await contracts.Vault.AdoptedModelAsync(cancellation);
        uint capabilities = await contracts.Models.CapabilitiesAsync(model, cancellation);
        return (capabilities & ModelRegistry.WitnessCapability) != 0;
    }

    private static async Task<SignedAttestation> AttestAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        MarginInputs inputs,
        Book book,
        Purpose purpose,
        Bytes32 actionHash,
        CancellationToken cancellation)
    {
        SignerSet committee = BundleFile.ReadSigners(parsed.GetValue(Committee)!);
        ChainBinding binding = await connection.BindAsync(contracts, book.Account, ValidForSeconds, cancellation);
        AttestedInputs attested = await AttestationBinder.InputsAsync(contracts, inputs, book, cancellation);
        MarginAttestation attestation =
            AttestationDraft.Create(attested, binding, committee, purpose, actionHash).Attestation;
        return new SignedAttestation(
            attestation, KeyOptions.SignAll(parsed, committee, attestation.Digest(binding.Domain)));
    }
}
