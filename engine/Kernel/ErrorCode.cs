namespace Verifiable.Kernel;

/// <summary>
/// Every refusal of the project, by one name everywhere: this member, the Solidity custom error, the JSON <c>code</c>
/// and the Neo message. A number is never reused; the hundreds group by subject.
/// </summary>
public enum ErrorCode
{
    /// <summary>No refusal.</summary>
    None = 0,

    // 1xx: numbers.

    /// <summary>The argument of a logarithm is not positive.</summary>
    LogarithmOfNonPositive = 100,

    /// <summary>A square root's radicand is negative or at least 2^126.</summary>
    RadicandOutOfRange = 101,

    /// <summary>An exponent's result does not fit the result's scale.</summary>
    ExponentOutOfRange = 102,

    /// <summary>A divisor is zero or negative where a positive one is required.</summary>
    DivisorNotPositive = 103,

    /// <summary>A shift count lies outside the function's range.</summary>
    ShiftOutOfRange = 104,

    /// <summary>A product or quotient does not fit 64 bits.</summary>
    ResultOutOfRange = 105,

    // 2xx: documents.

    /// <summary>The bytes are not one JSON document.</summary>
    JsonMalformed = 200,

    /// <summary>The <c>schema</c> member names no schema, or a version of it that this build does not read.</summary>
    SchemaUnknown = 201,

    /// <summary>A member that the schema does not have.</summary>
    MemberUnknown = 202,

    /// <summary>A member that the schema requires is absent.</summary>
    MemberMissing = 203,

    /// <summary>A member occurs twice in one object.</summary>
    MemberDuplicate = 204,

    /// <summary>A value of another JSON type than the schema asks for.</summary>
    TypeMismatch = 205,

    /// <summary>A decimal with more places than its unit keeps.</summary>
    PrecisionLost = 206,

    /// <summary>Text that is not a plain decimal number.</summary>
    DecimalMalformed = 207,

    /// <summary>A number outside the range of its unit.</summary>
    NumberOutOfRange = 208,

    /// <summary>A time that is not <c>YYYY-MM-DDThh:mm:ssZ</c>, or lies outside 1970 to 2106.</summary>
    InstantMalformed = 209,

    /// <summary>Text that is not an instrument, underlying, asset or account identifier.</summary>
    IdentifierMalformed = 210,

    /// <summary>A hexadecimal value of another length or with other characters.</summary>
    HexMalformed = 211,

    /// <summary>A file larger than its reader accepts.</summary>
    DocumentTooLarge = 212,

    /// <summary>A table of comma-separated values whose header or row the importer cannot read.</summary>
    TableMalformed = 213,

    /// <summary>A file could not be read.</summary>
    FileUnreadable = 214,

    /// <summary>A file could not be written.</summary>
    FileUnwritable = 215,

    /// <summary>A venue's instrument name that the importer cannot map.</summary>
    VenueNameUnknown = 216,

    /// <summary>A document's own hash or time disagrees with its content.</summary>
    DocumentInconsistent = 217,

    /// <summary>A row whose identifier an earlier row of the same list already has.</summary>
    RowDuplicate = 218,

    /// <summary>A list with fewer or more rows than its document allows.</summary>
    RowCountOutOfRange = 219,

    /// <summary>A file whose gzip or UTF-8 bytes are cut or damaged.</summary>
    EncodingMalformed = 220,

    /// <summary>A command line that names what the program does not have, or lacks what a verb needs.</summary>
    CommandLineMalformed = 221,

    /// <summary>A fault of the program itself, to be reported.</summary>
    ProgramFaulted = 222,

    /// <summary>A run that its user ended.</summary>
    RunInterrupted = 223,

    /// <summary>A document of another kind than the one asked for, as a market in place of a book.</summary>
    DocumentKindMismatch = 224,

    // 3xx: books.

    /// <summary>Rows are not strictly ascending by identifier.</summary>
    UnsortedRows = 300,

    /// <summary>More rows than an account may hold.</summary>
    TooManyRows = 301,

    /// <summary>A row with quantity zero.</summary>
    QuantityZero = 302,

    /// <summary>A quantity or notional beyond 2^62.</summary>
    QuantityTooLarge = 303,

    /// <summary>A book mixes settlement currencies.</summary>
    SettlementMixed = 304,

    /// <summary>A held instrument that the market snapshot does not list.</summary>
    InstrumentMissing = 305,

    /// <summary>A collateral asset that the market or the model does not list.</summary>
    CollateralUnknown = 306,

    /// <summary>An entry price on a row whose instrument has none, or none where it is needed.</summary>
    EntryPriceMismatch = 307,

    /// <summary>A negative collateral balance.</summary>
    CollateralNegative = 308,

    // 4xx: markets, models and scenarios.

    /// <summary>A held strike without a volatility, or a held underlying without today's.</summary>
    VolatilityMissing = 400,

    /// <summary>A volatility beyond 64.</summary>
    VolatilityTooLarge = 401,

    /// <summary>A price below 0.01 or beyond 2^62 raw units.</summary>
    PriceOutOfRange = 402,

    /// <summary>Strike and forward are further apart than the kernel prices.</summary>
    MoneynessOutOfRange = 403,

    /// <summary>A scenario's spot factor beyond 2^6.</summary>
    ScenarioFactorTooLarge = 404,

    /// <summary>A held underlying that the scenario set does not shock.</summary>
    ScenarioFactorMissing = 405,

    /// <summary>A skew scenario that also moves the spot.</summary>
    SkewScenarioMovesSpot = 406,

    /// <summary>A scenario set without a scenario, or with more than 65,536.</summary>
    ScenarioCountOutOfRange = 407,

    /// <summary>A parameter outside its documented range.</summary>
    ParameterOutOfRange = 408,

    /// <summary>A confidence level that is no multiple of a millionth.</summary>
    ConfidenceNotRepresentable = 409,

    /// <summary>An expiry at or before the snapshot's time without a settlement price.</summary>
    ExpiryPassed = 410,

    // 5xx: attestations.

    /// <summary>The attestation names another consumer.</summary>
    WrongConsumer = 500,

    /// <summary>The attestation is for another purpose.</summary>
    WrongPurpose = 501,

    /// <summary>The signer set in the calldata is not the epoch's.</summary>
    SignerSetMismatch = 502,

    /// <summary>A signature that recovers to another signer, or is malleable or malformed.</summary>
    SignatureRejected = 503,

    /// <summary>More or fewer signatures than the threshold.</summary>
    WrongSignatureCount = 504,

    /// <summary>The attestation's validity has ended.</summary>
    AttestationExpired = 505,

    /// <summary>No engine of this identity is at hand.</summary>
    EngineUnknown = 506,

    /// <summary>The bundle's bytes are not a canonical bundle.</summary>
    BundleMalformed = 507,

    /// <summary>A hash inside the bundle differs from the bytes it names.</summary>
    HashMismatch = 508,

    /// <summary>A replayed result differs from the attested one.</summary>
    ResultMismatch = 509,

    /// <summary>A keystore file that cannot be decrypted with this password.</summary>
    PasswordWrong = 510,

    /// <summary>A keystore file of another form than version 3.</summary>
    KeystoreMalformed = 511,

    /// <summary>A private key outside 1 to n - 1.</summary>
    KeyOutOfRange = 512,

    /// <summary>RLP bytes that are not canonical.</summary>
    RlpMalformed = 513,

    /// <summary>Typed data that EIP-712 does not allow.</summary>
    TypedDataMalformed = 514,

    /// <summary>A raw transaction that is not a canonical type-2 transaction.</summary>
    TransactionMalformed = 515,

    /// <summary>A bundle version this build does not read.</summary>
    BundleVersionUnknown = 516,

    /// <summary>A committee's threshold is not more than half of its signers, or more than all.</summary>
    ThresholdOutOfRange = 517,

    /// <summary>A signer twice in one set, or one who signed already.</summary>
    DuplicateSigner = 518,

    /// <summary>The zero address as a signer.</summary>
    ZeroSigner = 519,

    /// <summary>A signature bitmap with a bit beyond the last signer.</summary>
    BitmapOutOfRange = 520,

    /// <summary>A signer set with more than 32 signers.</summary>
    TooManySigners = 521,

    /// <summary>A margin model that no contract recomputes: it reports, and no attestation may rest on it.</summary>
    ProfileNotEnforceable = 522,

    // 6xx: the chain.

    /// <summary>The node cannot be reached.</summary>
    NodeUnreachable = 600,

    /// <summary>The node's reply is not a JSON-RPC answer to the request.</summary>
    ReplyMalformed = 601,

    /// <summary>The node answered with an error.</summary>
    NodeRefused = 602,

    /// <summary>The transaction reverted.</summary>
    TransactionReverted = 603,

    /// <summary>ABI bytes that do not decode to the declared types.</summary>
    AbiMalformed = 604,

    /// <summary>No receipt within the time allowed.</summary>
    ReceiptMissing = 605,

    /// <summary>The chain's state differs from the attested state.</summary>
    ChainStateMismatch = 606,

    /// <summary>A deployment file is missing, of another chain, or names a contract without code.</summary>
    DeploymentUnknown = 607,

    /// <summary>A compiler's artifact that is missing, is none, or lacks a library it links.</summary>
    ArtifactUnknown = 608,

    /// <summary>A port that another program listens on.</summary>
    PortTaken = 609,

    // 7xx: contracts for other machines.

    /// <summary>A contract that uses what its machine's subset of C# does not have.</summary>
    OutsideSubset = 700,
}
