// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionPrice} from "./AuctionPrice.sol";
import {BookHash} from "./BookHash.sol";
import {StoredBook} from "./StoredBook.sol";
import {MarketSections} from "./MarketSections.sol";
import {Position} from "./Position.sol";
import {CloseReason, ILiquidationAuction} from "./interfaces/ILiquidationAuction.sol";
import {IMarginVault} from "./interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "./interfaces/IMarginVaultBase.sol";
import {IMarginEngine} from "./interfaces/IMarginEngine.sol";
import {
    Attestation,
    MarginInput,
    MarginTags,
    MarketInput,
    Row,
    Signatures,
    Witness,
    WitnessKind
} from "./interfaces/IMarginTypes.sol";
import {Capability, IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {ISelfProof} from "./interfaces/ISelfProof.sol";

/// @title Dutch auction of proportional slices.
contract LiquidationAuction is ILiquidationAuction {
    /// @notice What an attestation or a witness shows about a debtor.
    struct Assessment {
        uint64 round;
        int128 equity;
        /// Exact if attested; a lower bound if witnessed.
        uint128 maintenance;
        bool attested;
    }

    uint32 internal constant PPM = AuctionPrice.PPM;
    uint32 internal constant MIN_FRACTION = 10_000;
    uint256 internal constant SMALL_BOOK_ROWS = 2;
    uint64 internal constant LEASE = 15 minutes;

    bytes32 private constant EMPTY_COLLATERAL_HASH = keccak256(abi.encode(MarginTags.COLLATERAL, 0));

    IMarginVault public immutable vault;
    IModelRegistry public immutable models;
    /// @notice Equity below which a whole account may go at once, micro-units.
    uint128 public immutable dust;

    mapping(bytes32 account => Auction) private _auctions;

    constructor(IMarginVault vault_, uint128 dust_) {
        vault = vault_;
        models = vault_.models();
        dust = dust_;
    }

    /// @inheritdoc ILiquidationAuction
    function open(
        bytes32 account,
        Row[] calldata rows,
        MarketInput calldata market,
        Witness calldata witness
    ) external override {
        _open(account, _witnessed(account, rows, market, witness));
    }

    /// @inheritdoc ILiquidationAuction
    function prove(
        bytes32 account,
        Row[] calldata rows,
        MarketInput calldata market,
        Witness calldata witness
    ) external override {
        _requireRunning(account);
        _prove(account, _witnessed(account, rows, market, witness));
    }

    /// @inheritdoc ILiquidationAuction
    function bid(
        Bid calldata bid_,
        MarketInput calldata market,
        Witness calldata witness,
        Attestation calldata bidderGate,
        Signatures calldata bidderSignatures
    ) external override {
        _requireRunning(bid_.account);
        _requireBidder(bid_);
        Assessment memory shown = _witnessed(bid_.account, bid_.accountRows, market, witness);
        _sellAttested(bid_, shown, bidderGate, bidderSignatures);
    }

    /// @inheritdoc ILiquidationAuction
    function bidProved(
        Bid calldata bid_,
        MarketInput calldata market,
        Witness calldata witness,
        int128 tailHint
    ) external override {
        _requireRunning(bid_.account);
        _requireBidder(bid_);
        IMarginVaultBase.SliceSale memory sale = _sale(
            bid_,
            _witnessed(bid_.account, bid_.accountRows, market, witness)
        );
        vault.applySliceProved(sale, bid_.accountRows, bid_.bidderRows, market, tailHint);
        _closeIfWhole(bid_);
    }

    /// @inheritdoc ILiquidationAuction
    function cancelByProof(bytes32 account, bytes32 session) external override {
        Auction storage auction = _auctions[account];
        if (auction.startedAt == 0) revert NoAuction();
        ISelfProof.Session memory proved = vault.selfProof().resultOf(session);
        if (proved.request.account != account) revert AccountMismatch(proved.request.account, account);
        bool about = proved.vault == address(vault) && proved.request.amount == 0;
        if (!about) revert IMarginVaultBase.ActionMismatch();
        (uint64 sequence, , , ) = vault.state(account);
        if (proved.sequence != sequence) revert IMarginVaultBase.SequenceMismatch(proved.sequence, sequence);
        bytes32 adopted = vault.adoptedModel();
        if (proved.modelId != adopted) revert IMarginVaultBase.ModelMismatch(proved.modelId, adopted);
        if (proved.round <= auction.provedRound) revert SameRound(proved.round);
        if (proved.equity < int256(uint256(proved.maintenanceMargin))) {
            revert IMarginVaultBase.MaintenanceMarginNotMet(proved.equity, proved.maintenanceMargin);
        }
        _close(account, CloseReason.RECOVERED);
    }

    /// @inheritdoc ILiquidationAuction
    function openAttested(
        bytes32 account,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external override {
        _open(account, _attested(account, attestation, signatures));
    }

    /// @inheritdoc ILiquidationAuction
    function proveAttested(
        bytes32 account,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) external override {
        _requireRunning(account);
        _prove(account, _attested(account, attestation, signatures));
    }

    /// @inheritdoc ILiquidationAuction
    function bidAttested(
        Bid calldata bid_,
        Attestation calldata liquidation,
        Signatures calldata liquidationSignatures,
        Attestation calldata bidderGate,
        Signatures calldata bidderSignatures
    ) external override {
        _requireRunning(bid_.account);
        _requireBidder(bid_);
        Assessment memory shown = _attested(bid_.account, liquidation, liquidationSignatures);
        _sellAttested(bid_, shown, bidderGate, bidderSignatures);
    }

    /// @inheritdoc ILiquidationAuction
    function close(bytes32 account) external override {
        Auction storage auction = _auctions[account];
        if (auction.startedAt == 0) revert NoAuction();
        IMarginVaultBase.Account memory debtor = vault.accountOf(account);
        bool sold = debtor.rowsCount == 0 && (debtor.cash >= 0 || debtor.collateralHash == EMPTY_COLLATERAL_HASH);
        if (!sold) {
            uint64 until = auction.insolventAt != 0 ? type(uint64).max : auction.provedAt + LEASE;
            if (block.timestamp < until) revert LeaseLive(until);
        }
        _close(account, sold ? CloseReason.FLAT : CloseReason.LAPSED);
        if (sold && debtor.cash < 0) vault.realiseBadDebt(account);
    }

    /// @inheritdoc ILiquidationAuction
    function auctionOf(bytes32 account) external view override returns (Auction memory) {
        return _auctions[account];
    }

    /// @inheritdoc ILiquidationAuction
    function price(bytes32 account, uint64 time) public view override returns (uint32 discount, uint32 premium) {
        Auction storage auction = _auctions[account];
        if (auction.startedAt == 0) revert NoAuction();
        discount = AuctionPrice.discount(time - auction.startedAt);
        if (auction.insolventAt != 0) premium = AuctionPrice.premium(time - auction.insolventAt);
    }

    /// @inheritdoc ILiquidationAuction
    function largestFraction(
        int128 equity,
        uint128 maintenance,
        uint32 discount
    ) public pure override returns (uint32) {
        return AuctionPrice.largestFraction(equity, maintenance, discount);
    }

    function _open(bytes32 account, Assessment memory shown) private {
        Auction storage opened = _auctions[account];
        bool running = opened.startedAt != 0;
        if (running && (opened.insolventAt != 0 || block.timestamp < opened.provedAt + LEASE)) revert AuctionExists();
        _requireBelow(shown);
        if (!running) vault.freeze(account);
        uint40 now_ = uint40(block.timestamp);
        _auctions[account] = Auction(now_, uint40(shown.round), now_, uint40(shown.round), 0, 0);
        emit AuctionOpened(account, shown.round, shown.equity, shown.maintenance, shown.attested);
        if (shown.equity <= 0) _becomeInsolvent(account, shown.equity);
    }

    function _prove(bytes32 account, Assessment memory shown) private {
        bool insolvent = _auctions[account].insolventAt != 0;
        if (!insolvent) _requireBelow(shown);
        _renew(account, shown);
        if (shown.equity <= 0) {
            if (insolvent) _setReserve(account, uint128(-shown.equity));
            else _becomeInsolvent(account, shown.equity);
        } else if (insolvent) {
            _becomeSolvent(account, shown);
        }
    }

    function _sellAttested(
        Bid calldata bid_,
        Assessment memory shown,
        Attestation calldata bidderGate,
        Signatures calldata bidderSignatures
    ) private {
        IMarginVaultBase.SliceSale memory sale = _sale(bid_, shown);
        vault.applySlice(sale, bid_.accountRows, bid_.bidderRows, bidderGate, bidderSignatures);
        _closeIfWhole(bid_);
    }

    /// @notice Checks the bid against what was shown, prices it and renews the lease; the vault still has to move it.
    function _sale(
        Bid calldata bid_,
        Assessment memory shown
    ) private returns (IMarginVaultBase.SliceSale memory sale) {
        Auction storage auction = _auctions[bid_.account];
        if (shown.round <= auction.openedRound) revert SameRound(shown.round);
        if ((shown.equity <= 0) != (auction.insolventAt != 0)) revert EquityChangedSign(shown.equity);
        _renew(bid_.account, shown);
        int128 cost = _priceOf(bid_, shown);
        if (cost > bid_.maxPrice) revert PriceAboveLimit(cost);
        emit BidAccepted(bid_.account, bid_.bidder, bid_.fraction, cost);
        return IMarginVaultBase.SliceSale(bid_.account, bid_.bidder, bid_.fraction, cost);
    }

    function _closeIfWhole(Bid calldata bid_) private {
        if (bid_.fraction == PPM) _close(bid_.account, CloseReason.FLAT);
    }

    /// @notice The slice's price. For a deficit, its part of the reserve goes with it and the premium is reserved on
    /// top.
    function _priceOf(Bid calldata bid_, Assessment memory shown) private returns (int128 cost) {
        (uint32 discount, uint32 premium) = price(bid_.account, uint64(block.timestamp));
        _requireFraction(bid_, shown, discount);
        if (shown.equity > 0) return AuctionPrice.part(AuctionPrice.part(shown.equity, discount), bid_.fraction);

        uint128 deficit = uint128(-shown.equity);
        uint128 forDeficit = uint128(AuctionPrice.part(int128(deficit), bid_.fraction));
        uint128 forRisk = uint128(
            AuctionPrice.part(AuctionPrice.part(int128(shown.maintenance), premium), bid_.fraction)
        );
        _setReserve(bid_.account, deficit);
        _auctions[bid_.account].reserved = deficit - forDeficit;
        if (forRisk != 0) vault.reserveShortfall(bid_.account, forRisk);
        return -int128(forDeficit + forRisk);
    }

    function _becomeInsolvent(bytes32 account, int128 equity) private {
        int128 equityWithExits = equity + int128(vault.markInsolvent(account));
        uint128 deficit = equityWithExits < 0 ? uint128(-equityWithExits) : 0;
        _auctions[account].insolventAt = uint40(block.timestamp);
        _setReserve(account, deficit);
        emit AuctionInsolvent(account, deficit);
    }

    /// @notice The price starts again, as the last one has fallen for the time of the insolvency too.
    function _becomeSolvent(bytes32 account, Assessment memory shown) private {
        // A witness shows no upper bound of the margin.
        bool recovered = shown.attested && shown.equity >= int256(uint256(shown.maintenance));
        if (recovered) return _close(account, CloseReason.RECOVERED);
        _setReserve(account, 0);
        _auctions[account].insolventAt = 0;
        _auctions[account].startedAt = uint40(block.timestamp);
        vault.markSolvent(account);
        emit AuctionSolvent(account, shown.equity);
    }

    function _renew(bytes32 account, Assessment memory shown) private {
        (_auctions[account].provedAt, _auctions[account].provedRound) = (uint40(block.timestamp), uint40(shown.round));
        emit AuctionProved(account, shown.round, shown.equity, shown.maintenance);
    }

    function _setReserve(bytes32 account, uint128 target) private {
        uint128 reserved = _auctions[account].reserved;
        _auctions[account].reserved = target;
        if (target > reserved) vault.reserveShortfall(account, target - reserved);
        else if (target < reserved) vault.releaseShortfall(account, reserved - target);
    }

    function _close(bytes32 account, uint8 reason) private {
        _setReserve(account, 0);
        delete _auctions[account];
        vault.release(account);
        emit AuctionClosed(account, reason);
    }

    function _requireFraction(Bid calldata bid_, Assessment memory shown, uint32 discount) private view {
        if (AuctionPrice.isRestored(shown.equity, shown.maintenance)) {
            revert NotBelowMaintenance(shown.equity, shown.maintenance);
        }
        if (bid_.fraction < MIN_FRACTION) revert FractionTooSmall(bid_.fraction);
        bool wholeAllowed = shown.equity < int256(uint256(dust)) || bid_.accountRows.length <= SMALL_BOOK_ROWS;
        uint32 max = wholeAllowed ? PPM : largestFraction(shown.equity, shown.maintenance, discount);
        if (bid_.fraction > max) revert FractionTooLarge(bid_.fraction, max);
    }

    function _requireRunning(bytes32 account) private view {
        Auction storage auction = _auctions[account];
        if (auction.startedAt == 0) revert NoAuction();
        uint64 until = auction.provedAt + LEASE;
        if (auction.insolventAt == 0 && block.timestamp >= until) revert LeaseLapsed(until);
    }

    /// @notice What the attestation shows. The vault checks it; a model that can be witnessed needs no attester (L1).
    function _attested(
        bytes32 account,
        Attestation calldata attestation,
        Signatures calldata signatures
    ) private view returns (Assessment memory) {
        if (attestation.account != account) revert AccountMismatch(attestation.account, account);
        bytes32 modelId = BookHash.modelId(attestation.engineId, attestation.parametersHash, attestation.scenarioHash);
        if (models.capabilities(modelId) & Capability.WITNESS != 0) revert WitnessPathAvailable();
        int128 equity = vault.liquidationEquity(attestation, signatures);
        return Assessment(attestation.round, equity, attestation.maintenanceMargin, true);
    }

    /// @notice What the engine shows of the account as the vault holds it, in the latest round (L0).
    function _witnessed(
        bytes32 account,
        Row[] calldata rows,
        MarketInput calldata market,
        Witness calldata witness
    ) private view returns (Assessment memory) {
        MarginInput memory input = StoredBook.inputOf(vault, account, rows, market);
        vault.market().requireUsable(market.round, MarketSections.marketHash(market), false);
        bytes32 modelId = vault.adoptedModel();
        IMarginEngine engine = IMarginEngine(models.requireEngine(modelId, Capability.WITNESS));
        (, , int128 cash, ) = vault.state(account);
        int128 value;
        uint128 bound;
        if (witness.index.length == 0 && witness.kind != WitnessKind.Basis) {
            value = engine.baseValue(models, modelId, input);
        } else {
            (value, bound) = engine.witnessedMaintenance(models, modelId, witness, input);
        }
        return Assessment(market.round, StoredBook.equity(value, cash), bound, false);
    }

    function _requireBidder(Bid calldata bid_) private view {
        address bidder = address(bytes20(bid_.bidder));
        if (bidder != msg.sender) revert NotBidder();
        if (bidder == address(bytes20(bid_.account))) revert BidderIsOwner();
    }

    function _requireBelow(Assessment memory shown) private pure {
        bool below = shown.equity < int256(uint256(shown.maintenance));
        if (!below) revert NotBelowMaintenance(shown.equity, shown.maintenance);
    }
}
