using System;
using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Cli.Chain;
using Verifiable.Cli.Reports;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>attest: computes a margin, binds it to the chain, and signs it once; others add theirs with sign.</summary>
internal static class AttestCommand
{
    private const string Withdrawing = "withdraw";

    private static readonly ImmutableArray<string> Purposes = [Withdrawing, "liquidate", "report"];

    private static readonly Option<string> PurposeOption = new("--purpose")
    {
        Description = "withdraw, liquidate or report; trades are attested by chain trade.",
        Required = true,
    };

    private static readonly Option<string?> Amount = new("--amount")
    {
        Description = "For withdraw: dollars to be paid.",
    };

    private static readonly Option<string?> Recipient = new("--to")
    {
        Description = "For withdraw: who is paid.",
        HelpName = "ADDRESS",
    };

    private static readonly Option<string> Committee = new("--signers")
    {
        Description = "The committee of the verifier's epoch.",
        Required = true,
        HelpName = "FILE",
    };

    private static readonly Option<string> ValidFor = new("--valid-for")
    {
        Description = "How long it may be used.",
        DefaultValueFactory = static _ => "120s",
    };

    private static readonly Option<string?> Neo = new("--neo")
    {
        Description = "The account's state at a vault on Neo: the bundle then also carries the same figures attested "
            + "and signed for that vault.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "The bundle; without it DIGEST.vmb.",
    };

    internal static Command Create()
    {
        WordText.Offer(PurposeOption, Purposes);
        Command command = new(
            "attest",
            "Attest a margin for a contract.\n\nExample:\n"
            + "  verifiable attest -m market.json -b book.json --purpose withdraw --amount 1000 --to 0xf39f... "
            + "--signers attesters.json --keystore attester1.json -o withdraw.vmb")
        {
            MarginInputs.MarketFile,
            MarginInputs.ModelFile,
            MarginInputs.ScenariosFile,
            MarginInputs.BookFile,
            PurposeOption,
            Amount,
            Recipient,
            Committee,
            ValidFor,
            Neo,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
            Output,
        };
        ChainOptions.AddTo(command);
        command.Validators.Add(static result =>
        {
            if (result.GetValue(PurposeOption) is string purpose
                && !purpose.Equals(Withdrawing, StringComparison.OrdinalIgnoreCase))
            {
                OptionRules.RequireNone(result, $"{PurposeOption.Name} {Withdrawing}", Amount, Recipient);
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ulong validFor = ChainDeploy.DurationOf(parsed.GetRequiredValue(ValidFor), "--valid-for");
        RequireOwnFile(parsed);
        MarginInputs inputs = MarginInputs.ReadAttested(parsed);
        NeoBinding? neo = parsed.GetValue(Neo) is string state
            ? NeoBinding.Read(InputFile.Read(state, NeoBinding.MaxBytes), state)
            : null;
        Purpose purpose = Enum.Parse<Purpose>(
            WordText.Parse(parsed.GetRequiredValue(PurposeOption), Purposes, PurposeOption.Name), ignoreCase: true);
        Book book = inputs.Book.Book;
        WithdrawAction? withdrawal = purpose == Purpose.Withdraw ? WithdrawalOf(parsed, book.Account) : null;
        ModelParameters model = inputs.Model.Enforceable(parsed.GetRequiredValue(MarginInputs.ModelFile));
        Book after = withdrawal?.Apply(book, model.StableAsset) ?? book;
        if (purpose == Purpose.Withdraw)
        {
            inputs.RequireListed(after);
        }

        using ChainConnection connection = await ChainConnection.OpenAsync(parsed, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        string committeeFile = parsed.GetRequiredValue(Committee);
        SignerSet committee = BundleFile.ReadSigners(committeeFile);
        await ChainConnection.RequireCommitteeAsync(contracts, committee, committeeFile, cancellation);
        ChainBinding binding = await connection.BindAsync(contracts, book.Account, validFor, cancellation);
        AttestationBinder.RequireBook(binding, book);
        AttestedInputs attested = await AttestationBinder.InputsAsync(contracts, inputs, after, cancellation);
        Bundle draft = AttestationDraft.Create(
            attested, binding, committee, purpose, withdrawal?.Hash() ?? default, withdrawal);
        draft = neo is null ? draft : NeoTwin.AddTo(draft, attested, neo);
        Bundle bundle = Sign(parsed, draft, binding.Domain);
        Bytes32 digest = bundle.Attestation.Digest(binding.Domain);
        string output = parsed.GetValue(Output) ?? $"{digest}.vmb";
        OutputFile.Write(output, bundle.Encode());
        Print(Terminal.From(parsed), bundle, digest, output, inputs.Model.Parameters.Settlement);
        return ExitCode.Yes;
    }

    private static WithdrawAction WithdrawalOf(ParseResult parsed, Bytes32 account)
    {
        if (parsed.GetValue(Amount) is not string amount || parsed.GetValue(Recipient) is not string recipient)
        {
            throw new MarginException(
                ErrorCode.CommandLineMalformed,
                string.Empty,
                "--amount, --to",
                string.Empty,
                "both with --purpose withdraw");
        }

        return new WithdrawAction(
            account, 0, ChainDeposit.ParseCash(amount, "--amount"), Address.Parse(recipient, string.Empty, "--to"));
    }

    /// <summary>Refuses a bundle that would overwrite what it is made from.</summary>
    private static void RequireOwnFile(ParseResult parsed) => FileRoles.Require(
        [
            parsed.GetValue(MarginInputs.MarketFile),
            parsed.GetValue(MarginInputs.ModelFile),
            parsed.GetValue(MarginInputs.ScenariosFile),
            parsed.GetValue(MarginInputs.BookFile),
            parsed.GetValue(Committee),
            parsed.GetValue(Neo),
            parsed.GetValue(KeyOptions.Keystore),
            parsed.GetValue(KeyOptions.PasswordFile),
        ],
        (parsed.GetValue(Output), "--output"));

    private static Bundle Sign(ParseResult parsed, Bundle draft, Eip712Domain domain)
    {
        if (parsed.GetValue(KeyOptions.Keystore) is null && parsed.GetValue(KeyOptions.Account) is null)
        {
            return draft;
        }

        using PrivateKey key = KeyOptions.Open(parsed);
        return draft.Sign(domain, key);
    }

    private static void Print(Terminal terminal, Bundle bundle, Bytes32 digest, string output, AssetId settlement)
    {
        MarginAttestation attestation = bundle.Attestation;
        terminal.Answer($"{output}: {digest}");
        terminal.Answer($"  equity {ScenarioChart.Amount(attestation.Equity, settlement)}");
        terminal.Answer($"  initial margin {ScenarioChart.Amount((Int128)attestation.InitialMargin, settlement)}");
        terminal.Answer(
            $"  {bundle.Signatures.Signatures.Count} of {bundle.Signatures.Signers.Threshold} signatures");
        if (bundle.Neo is { } part)
        {
            terminal.Answer($"  for Neo too: {part.Digest()}, vault {ScriptHash.Format(part.Domain.Contract)}");
        }

        JsonObject answer = AttestationJson.Of(attestation);
        answer["digest"] = digest.ToString();
        answer["bundle"] = output;
        answer["signatures"] = bundle.Signatures.Signatures.Count;
        answer["neo"] = AttestationJson.NeoOf(bundle.Neo);
        terminal.AnswerJson(answer);
    }
}
