using System;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Verifiable.Documents;
using Verifiable.Kernel;
using Verifiable.Tests.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Cli;

/// <summary>chain up listens where the other chain verbs ask, and says what to do where it cannot.</summary>
public sealed partial class ChainPortTests
{
    [Fact]
    public async Task Help_OfChainUpAndOfTheOtherVerbs_NameOnePort()
    {
        Outcome up = await CommandLine.RunAsync(ReferenceData.Root, "chain", "up", "--help");
        Outcome status = await CommandLine.RunAsync(ReferenceData.Root, "chain", "status", "--help");

        Assert.Equal("8545", DefaultPort().Match(up.Out).Groups["port"].Value);
        Assert.Contains("http://127.0.0.1:8545.", status.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_PortTaken_Is7AndSaysHowToChooseAnother()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        string port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        Outcome outcome = await CommandLine.RunAsync(ReferenceData.Root, "chain", "up", "--port", port, "--json");

        MarginException refusal = ErrorDocument.Read(Encoding.UTF8.GetBytes(outcome.Out), "stdout");
        Assert.Equal(
            (7, ErrorCode.PortTaken, "--port", port), (outcome.Code, refusal.Code, refusal.Path, refusal.Value));
        Assert.Contains("--port 0 for any", refusal.Accepted, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"--port .*\[default: (?<port>[0-9]+)\]")]
    private static partial Regex DefaultPort();
}
