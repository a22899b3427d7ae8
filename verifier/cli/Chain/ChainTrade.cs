using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>
/// chain trade: two owners sign orders, the committee attests both books after the fills, and the vault clears.
/// </summary>
internal static class ChainTrade
{
    private static readonly Option<string[]> Parties = new("--party")
    {
        Description = "An account and its owner's keystore, as 0xf39f...=owner.json; first the side that the fills "
            + "count for, then the other.",
        Required = true,
        HelpName = "ACCOUNT=KEYSTORE",
    };

    private static readonly Option<string[]> Fills = new("--fill")
    {
        Description = "A fill from the first party's side, as ETH/USD:USD-240126-2400-C=-40@52.3; may be repeated.",
        Required = true,
        HelpName = "INSTRUMENT=QUANTITY@PRICE",
    };

    private static readonly Option<string> Committee = new("--signers")
    {
        Description = "The attesters' committee file.",
        Required = true,
        HelpName = "FILE",
    };

    private const ulong ValidForSeconds = 120;
    private const int TwoParties = 2;

    internal static Command Create()
    {
        Command command = new(
            "trade",
            "Clear fills between two accounts through the TRADE gate.\n\nExample:\n"
            + "  verifiable chain trade -m market.json --party 0xaa..=a.json --party 0xbb..=b.json \\\n"
            + "    --fill ETH/USD:USD-240126-2400-C=-40@52.3 --signers attesters.json --signer k1.json \\\n"
            + "    --signer k2.json --signer k3.json")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            Parties,
            Fills,
            Committee,
            KeyOptions.Signers,
            KeyOptions.PasswordFile,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        (string firstText, string secondText) = ParseParties(parsed.GetRequiredValue(Parties));
        string marketFile = parsed.GetRequiredValue(MarginInputs.MarketFile);
        MarketSnapshot market = MarketDocument.Read(InputFile.Read(marketFile, MarketDocument.MaxBytes), marketFile);
        ImmutableArray<TradeAction> trades =
            [.. parsed.GetRequiredValue(Fills).Select(fill => ParseFill(fill, market))];
        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        using Party first = await Party.OpenAsync(parsed, connection, contracts, firstText, cancellation);
        using Party second = await Party.OpenAsync(parsed, connection, contracts, secondText, cancellation);
        ClearingBatch batch = await BatchAsync(
            parsed, connection, contracts, market, trades, first, second, cancellation);
        using TransactionSender sender = connection.Sender(first.Key);
        TransactionReceipt receipt = await contracts.Vault.ClearAsync(sender, batch, cancellation);

        Terminal terminal = Terminal.From(parsed);
        terminal.Answer($"{trades.Length} fills cleared, {receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject { ["fills"] = trades.Length, ["gas"] = receipt.GasUsed });
        return ExitCode.Yes;
    }

    private static async Task<ClearingBatch> BatchAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        MarketSnapshot market,
        ImmutableArray<TradeAction> trades,
        Party first,
        Party second,
        CancellationToken cancellation)
    {
        Block head = await connection.HeadAsync(cancellation);
        Eip712Domain orders = LimitOrder.Domain(connection.ChainId, contracts.Vault.Address);
        List<SignedOrder> signed = [];
        List<OrderFill> fills = [];
        foreach (TradeAction trade in trades)
        {
            (Party buyer, Party seller) = trade.Quantity.Raw > 0 ? (first, second) : (second, first);
            ulong quantity = (ulong)long.Abs(trade.Quantity.Raw);
            ushort at = (ushort)signed.Count;
            signed.Add(Order(buyer, trade, quantity, buys: true, head, orders));
            signed.Add(Order(seller, trade, quantity, buys: false, head, orders));
            fills.Add(new OrderFill(at, (ushort)(at + 1), quantity, trade.Price.Raw));
        }

        Bytes32 actionHash = ClearingBatch.ActionHash(
            [.. fills], [.. signed.Select(order => order.Order.Digest(orders))]);
        AccountChange[] changes =
        [
            await ChangeAsync(parsed, connection, contracts, market, first, trades, actionHash, cancellation),
            await ChangeAsync(parsed, connection, contracts, market, second, Mirror(trades), actionHash, cancellation),
        ];
        return new ClearingBatch(
            [.. fills],
            [.. signed],
            [.. changes.OrderBy(static change => change.Attestation.Account)],
            MarketRows.Sections(market));
    }

    private static SignedOrder Order(
        Party party, TradeAction trade, ulong quantity, bool buys, Block head, Eip712Domain domain)
    {
        LimitOrder order = new(
            party.Book.Account,
            default,
            trade.Instrument.Word,
            buys,
            quantity,
            trade.Price.Raw,
            0,
            head.Number,
            head.TimeSeconds + ValidForSeconds);
        RecoverableSignature signature = Secp256k1.Sign(order.Digest(domain), party.Key);
        return new SignedOrder(order, [.. signature.ToBytes()]);
    }

    private static async Task<AccountChange> ChangeAsync(
        ParseResult parsed,
        ChainConnection connection,
        ProtocolContracts contracts,
        MarketSnapshot market,
        Party party,
        ImmutableArray<TradeAction> trades,
        Bytes32 actionHash,
        CancellationToken cancellation)
    {
        (ModelDocument model, ScenariosDocument scenarios) = MarginInputs.ReadModel(parsed);
        SignerSet committee = BundleFile.ReadSigners(parsed.GetRequiredValue(Committee));
        Book after = trades.Aggregate(party.Book, static (book, trade) => trade.Apply(book));
        ChainBinding binding = await connection.BindAsync(contracts, party.Book.Account, ValidForSeconds, cancellation);
        MarginInputs inputs = new(
            market, model, scenarios, new BookDocument(after, model.Parameters.Settlement, []));
        inputs.Compute();
        AttestedInputs attested = await AttestationBinder.InputsAsync(contracts, inputs, after, cancellation);
        Bundle bundle = AttestationDraft.Create(attested, binding, committee, Purpose.Trade, actionHash);
        CommitteeSignatures signatures =
            KeyOptions.SignAll(parsed, committee, bundle.Attestation.Digest(binding.Domain));
        return new AccountChange(party.Book.Positions, bundle.Attestation, signatures);
    }

    private static ImmutableArray<TradeAction> Mirror(ImmutableArray<TradeAction> trades) =>
        [.. trades.Select(static trade => trade with { Quantity = new Quantity(-trade.Quantity.Raw) })];

    private static TradeAction ParseFill(string text, MarketSnapshot market)
    {
        int equals = text.LastIndexOf('=');
        int at = text.LastIndexOf('@');
        if (equals < 0 || at < equals)
        {
            throw new MarginException(
                ErrorCode.DecimalMalformed, string.Empty, "--fill", text, "INSTRUMENT=QUANTITY@PRICE");
        }

        InstrumentId instrument = InstrumentText.Parse(text[..equals], string.Empty, "--fill");
        long quantity = DecimalText.Parse(
            text[(equals + 1)..at], Quantity.Decimals, 1 - Quantity.Limit, Quantity.Limit - 1, string.Empty, "--fill");
        if (quantity == 0)
        {
            throw new MarginException(
                ErrorCode.QuantityZero, string.Empty, "--fill", text, "a quantity other than zero");
        }

        long price = DecimalText.Parse(text[(at + 1)..], Price.Decimals, 1, Price.Limit - 1, string.Empty, "--fill");
        Ratio funding = instrument.Kind == InstrumentKind.Perpetual
            ? market.Underlyings.FirstOrDefault(row => row.Underlying == instrument.Underlying)?.Perpetual?.FundingIndex
                ?? default
            : default;
        return new TradeAction(instrument, new Quantity(quantity), new Price(price), funding);
    }

    private static (string First, string Second) ParseParties(string[] parties) =>
        parties.Length == TwoParties
            ? (parties[0], parties[1])
            : throw new MarginException(
                ErrorCode.CommandLineMalformed, string.Empty, "--party", $"{parties.Length}", "two parties");
}
