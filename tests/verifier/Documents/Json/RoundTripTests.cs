using System;
using System.Linq;
using System.Text;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Tests.Support;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Json;

/// <summary>What a document or a row says comes back as it was, for values up to the edges of their ranges.</summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    private const int Documents = 2_000;

    [Fact]
    public void Market_JsonAndRows_ComeBackEqual() => Repeat(random =>
    {
        MarketSnapshot market = random.Market();
        byte[] json = MarketDocument.Write(market);
        byte[] rows = MarketRows.Write(market, 7);

        MarketSnapshot fromJson = MarketDocument.Read(json, "market.json");
        (MarketSnapshot fromRows, ulong round) = MarketRows.Read(rows, "bundle");

        Assert.Equal(rows, MarketRows.Write(fromJson, 7));
        Assert.Equal(Text(json), Text(MarketDocument.Write(fromJson)));
        Assert.Equal(Text(json), Text(MarketDocument.Write(fromRows)));
        Assert.Equal(7UL, round);
    });

    [Fact]
    public void Model_JsonAndRows_ComeBackEqual() => Repeat(random =>
    {
        ModelParameters parameters = random.Parameters();
        byte[] json = ModelDocument.Write(new ModelDocument(parameters, ParameterRows.Hash(parameters)));
        byte[] rows = ParameterRows.Write(parameters);

        ModelDocument fromJson = ModelDocument.Read(json, "model.json");
        ModelParameters fromRows = ParameterRows.Read(rows, "bundle");

        Assert.Equal(rows, ParameterRows.Write(fromJson.Parameters));
        Assert.Equal(Text(json), Text(ModelDocument.Write(fromJson)));
        Assert.Equal(rows, ParameterRows.Write(fromRows));
        ModelParameters fromText = Assert.IsType<ModelParameters>(fromJson.Parameters);
        Assert.Equal(WithoutLists(fromText) with { Name = "", Version = "" }, WithoutLists(fromRows));
        Assert.Equal(fromJson.Parameters.Haircuts.AsEnumerable(), fromRows.Haircuts);
    });

    [Fact]
    public void Scenarios_JsonAndRows_ComeBackEqual() => Repeat(random =>
    {
        ScenariosDocument document = random.Scenarios();
        byte[] json = ScenariosDocument.Write(document);
        byte[] rows = ScenarioRows.Write(document.Set);

        ScenariosDocument fromJson = ScenariosDocument.Read(json, "scenarios.json");
        ScenarioSet fromRows = ScenarioRows.Read(rows, "bundle");

        Assert.Equal(rows, ScenarioRows.Write(fromJson.Set));
        Assert.Equal(Text(json), Text(ScenariosDocument.Write(fromJson)));
        Assert.Equal(rows, ScenarioRows.Write(fromRows));
    });

    [Fact]
    public void Book_JsonAndRows_ComeBackEqual() => Repeat(random =>
    {
        BookDocument document = random.Book();
        byte[] json = BookDocument.Write(document);
        byte[] rows = BookRows.Write(document.Book, consumer: default);

        BookDocument fromJson = BookDocument.Read(json, "book.json", document.Settlement);
        (Book fromRows, _) = BookRows.Read(rows, "bundle", document.Book.Sequence, document.Book.Cash);

        Assert.Equal(document.Book.Positions.AsEnumerable(), fromJson.Book.Positions);
        Assert.Equal(document.Book.Collateral.AsEnumerable(), fromJson.Book.Collateral);
        Assert.Equal(document.OpenOrders.AsEnumerable(), fromJson.OpenOrders);
        Assert.Equal(Text(json), Text(BookDocument.Write(fromJson)));
        Assert.Equal(Text(json), Text(BookDocument.Write(document with { Book = fromRows })));
    });

    [Fact]
    public void Result_JsonAndRows_ComeBackEqual() => Repeat(random =>
    {
        ResultDocument document = random.Result();
        byte[] json = ResultDocument.Write(document);
        byte[] rows = ResultRows.Write(document.Result);

        ResultDocument fromJson = ResultDocument.Read(json, "result.json");

        Assert.Equal(rows, ResultRows.Write(fromJson.Result));
        Assert.Equal(Text(json), Text(ResultDocument.Write(fromJson)));
        Assert.Equal(rows, ResultRows.Write(ResultRows.Read(rows, "bundle")));
    });

    /// <summary>Lists compare by reference; the rows above compare their contents.</summary>
    private static ModelParameters WithoutLists(ModelParameters model) => model with
    {
        Haircuts = [],
        Concentration = [],
        Dynamic = model.Dynamic with { Underlyings = [] },
        Credit = model.Credit with { Lines = [] },
        Counterparties = model.Counterparties with { Exposures = [] },
    };

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    private void Repeat(Action<Seeded> one)
    {
        Seeded random = Seeded.Printed(output);
        for (int i = 0; i < Documents; i++)
        {
            one(random);
        }
    }
}
