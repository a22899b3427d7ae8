using System.CommandLine;
using System.Linq;
using Verifiable.Cli.Covariance;
using Verifiable.Documents;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>The options that take documents: each has the name of the kind that it takes.</summary>
internal static class DocumentOptions
{
    /// <summary>A refusal that also says which of a verb's options takes the document that was found.</summary>
    internal static MarginException Explain(MarginException refusal, Command verb)
    {
        string option = $"--{DocumentKind.Of(refusal.Value)}";
        bool isTaken = verb.Options.Any(taken => taken.Name == option && taken != CovarianceArguments.Output);
        return refusal.Code == ErrorCode.DocumentKindMismatch && isTaken
            ? new MarginException(
                refusal.Code,
                refusal.File,
                refusal.Path,
                refusal.Value,
                $"{refusal.Accepted}; {option} takes {refusal.Value}")
            : refusal;
    }
}
