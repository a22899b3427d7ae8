using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Exit codes: the same meaning for every verb.</summary>
internal static class ExitCode
{
    /// <summary>Done; the answer is yes, equal or healthy.</summary>
    internal const int Yes = 0;

    /// <summary>The answer is no: it decodes, but a hash, result or digest differs, or health is too low.</summary>
    internal const int No = 1;

    /// <summary>Usage: unknown verb or option, missing argument.</summary>
    internal const int Usage = 2;

    /// <summary>Input refused: does not decode, out of domain, inconsistent.</summary>
    internal const int Refused = 3;

    /// <summary>Unsupported engine, model or schema version.</summary>
    internal const int Unsupported = 4;

    /// <summary>Signatures: unknown signer, too few, wrong epoch, expired.</summary>
    internal const int Signatures = 5;

    /// <summary>Chain state differs, or the transaction reverted.</summary>
    internal const int Chain = 6;

    /// <summary>Not reachable: node, service, signer, database.</summary>
    internal const int Unreachable = 7;

    /// <summary>A file cannot be read or written.</summary>
    internal const int File = 8;

    /// <summary>A fault of ours.</summary>
    internal const int Fault = 70;

    /// <summary>Interrupted.</summary>
    internal const int Interrupted = 130;

    /// <summary>The exit code of a refusal.</summary>
    internal static int Of(ErrorCode code) => code switch
    {
        ErrorCode.CommandLineMalformed => Usage,
        ErrorCode.ProgramFaulted => Fault,
        ErrorCode.RunInterrupted => Interrupted,
        ErrorCode.SchemaUnknown or ErrorCode.EngineUnknown or ErrorCode.BundleVersionUnknown
            or ErrorCode.OutsideSubset => Unsupported,
        ErrorCode.FileUnreadable or ErrorCode.FileUnwritable => File,
        ErrorCode.HashMismatch or ErrorCode.ResultMismatch => No,
        ErrorCode.SignerSetMismatch or ErrorCode.SignatureRejected or ErrorCode.WrongSignatureCount
            or ErrorCode.AttestationExpired or ErrorCode.DuplicateSigner or ErrorCode.PasswordWrong => Signatures,
        ErrorCode.NodeUnreachable or ErrorCode.PortTaken => Unreachable,
        >= ErrorCode.NodeUnreachable => Chain,
        _ => Refused,
    };
}
